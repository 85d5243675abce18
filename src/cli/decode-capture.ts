import { textScan, type DeviceScan } from '../scan/device-scan.ts'
import { parseHidDescriptor } from '../scan/hid/descriptor.ts'
import { createHidReader, hidKind } from '../scan/hid/hid-device.ts'
import { isKeyboard, KeyboardReportReader } from '../scan/hid/keyboard-report.ts'
import { KeyTranscript, type TranscriptPart } from '../scan/key-transcript.ts'
import { parseTracks, type Tracks } from '../scan/magstripe.ts'
import { filledUp, parseMagtek } from '../scan/magtek.ts'
import { DEFAULT_SERIAL_SETTINGS, SerialFramer } from '../scan/serial.ts'
import type { KeyFact } from '../scan/wedge.ts'
import type { CaptureFile } from './capture-file.ts'

/** USB's usual interval between reports, for captures without times; milliseconds. */
const REPORT_INTERVAL_MS = 8

/** Everything in a capture, in the order in which it came: the readers are those of the till. */
export function decodeCapture(capture: CaptureFile): readonly TranscriptPart[] {
  if (capture.hid !== undefined) return decodeHid(capture.hid)
  if (capture.keys !== undefined) return decodeKeys(capture.keys)
  if (capture.serial !== undefined) return decodeSerial(capture.serial)
  if (capture.magstripe !== undefined) return swipe(parseTracks(capture.magstripe.tracks))
  return capture.magtek === undefined ? [] : swipe(parseMagtek(filledUp(capture.magtek)))
}

function parts(scans: readonly DeviceScan[]): readonly TranscriptPart[] {
  return scans.map((scan) => ({ kind: 'scan', scan }))
}

/** A device may be a scanner and a keyboard at once; each takes the reports that are its own. */
function decodeHid(hid: NonNullable<CaptureFile['hid']>): readonly TranscriptPart[] {
  const descriptor = hid.descriptor === null ? null : parseHidDescriptor(hid.descriptor)
  const kind = hidKind(hid, hid.reports[0] ?? null)
  const reader = kind === 'keyboard' ? null : createHidReader(kind, hid)
  const types = kind === 'keyboard' || (descriptor !== null && isKeyboard(descriptor))
  const keyboard = types ? new KeyboardReportReader(descriptor) : null
  const transcript = new KeyTranscript()
  const read = hid.reports.flatMap((report, index) => {
    const atMs = hid.atMs?.[index] ?? index * REPORT_INTERVAL_MS
    const facts = keyboard?.report(report, atMs) ?? []
    return [...parts(reader?.report(report, atMs) ?? []), ...facts.flatMap((fact) => transcript.key(fact))]
  })
  return [...read, ...parts(reader?.flush() ?? []), ...transcript.end()]
}

function decodeKeys(facts: readonly KeyFact[]): readonly TranscriptPart[] {
  const transcript = new KeyTranscript()
  return [...facts.flatMap((fact) => transcript.key(fact)), ...transcript.end()]
}

function decodeSerial({ bytes, gapsMs }: NonNullable<CaptureFile['serial']>): readonly TranscriptPart[] {
  const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
  const scans: DeviceScan[] = []
  let atMs = 0
  for (const [index, byte] of bytes.entries()) {
    atMs += gapsMs[index] ?? 0
    scans.push(...framer.bytes(Uint8Array.of(byte), atMs))
  }
  return parts([...scans, ...framer.flush()])
}

function swipe(tracks: Tracks | null): readonly TranscriptPart[] {
  return tracks === null ? [] : parts([{ ...textScan('magstripe', '', 0), symbology: 'magstripe', tracks }])
}
