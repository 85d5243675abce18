import { textScan, type DeviceScan } from '../scan/device-scan.ts'
import { createHidReader, hidKind } from '../scan/hid/hid-device.ts'
import { KeyboardReportReader } from '../scan/hid/keyboard-report.ts'
import { KeyTranscript, type TranscriptPart } from '../scan/key-transcript.ts'
import { parseTracks, type Tracks } from '../scan/magstripe.ts'
import { MAGTEK_REPORT_BYTES, parseMagtek } from '../scan/magtek.ts'
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
  return capture.magtek === undefined ? [] : decodeMagtek(capture.magtek)
}

function parts(scans: readonly DeviceScan[]): readonly TranscriptPart[] {
  return scans.map((scan) => ({ kind: 'scan', scan }))
}

function decodeHid(hid: NonNullable<CaptureFile['hid']>): readonly TranscriptPart[] {
  const kind = hidKind(hid, hid.reports[0] ?? null)
  const atMs = (index: number): number => hid.atMs?.[index] ?? index * REPORT_INTERVAL_MS
  if (kind === 'keyboard') {
    const keyboard = new KeyboardReportReader()
    return decodeKeys(hid.reports.flatMap((report, index) => keyboard.report(report, atMs(index))))
  }
  const reader = createHidReader(kind, hid)
  const scans = hid.reports.flatMap((report, index) => reader.report(report, atMs(index)))
  return parts([...scans, ...reader.flush()])
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

/** A capture that ends early is taken as if zeros followed. */
function decodeMagtek(bytes: Uint8Array): readonly TranscriptPart[] {
  const report = new Uint8Array(MAGTEK_REPORT_BYTES)
  report.set(bytes)
  return swipe(parseMagtek(report))
}

function swipe(tracks: Tracks | null): readonly TranscriptPart[] {
  return tracks === null ? [] : parts([{ ...textScan('magstripe', '', 0), symbology: 'magstripe', tracks }])
}
