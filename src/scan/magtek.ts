import { ABSENT, toTrack, type Track, type Tracks } from './magstripe.ts'
import { latin1 } from './text-codec.ts'

/** The swipe report of MagTek's USB HID readers (vendor 0801, product 0002): no report id, 337 bytes. */
export const MAGTEK_REPORT_BYTES = 337
const TRACK_BYTES = 110
const FIRST_TRACK_AT = 7

/**
 * The tracks in a swipe report: bytes 0-2 say which could not be read, 3-5 how long each is; beyond its length a
 * field holds rubbish. Null where the bytes are not such a report.
 */
export function parseMagtek(report: Uint8Array): Tracks | null {
  if (report.length !== MAGTEK_REPORT_BYTES) return null
  const tracks: Track[] = []
  for (let index = 0; index < 3; index += 1) {
    const track = readTrack(report, index)
    if (track === null) return null
    tracks.push(track)
  }
  const [track1 = ABSENT, track2 = ABSENT, track3 = ABSENT] = tracks
  return [track1, track2, track3].every((track) => track.kind === 'absent') ? null : [track1, track2, track3]
}

/** A report that was cut behind its last track, as if zeros followed. */
export function filledUp(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= FIRST_TRACK_AT || bytes.length >= MAGTEK_REPORT_BYTES) return bytes
  const report = new Uint8Array(MAGTEK_REPORT_BYTES)
  report.set(bytes)
  return report
}

/** What is there but makes no sense was misread; a length that cannot be is another report. */
function readTrack(report: Uint8Array, index: number): Track | null {
  const length = report[3 + index] ?? 0
  if (length > TRACK_BYTES) return null
  if (((report[index] ?? 0) & 1) === 1) return { kind: 'misread' }
  const start = FIRST_TRACK_AT + index * TRACK_BYTES
  const text = latin1(report.subarray(start, start + length))
  if (text === '') return ABSENT
  const content = /^[%;+@!#&]([\x20-\x3e\x40-\x7e]*)\?[\x20-\x7e]?\x00*$/.exec(text)?.[1]
  return content === undefined ? { kind: 'misread' } : toTrack(content)
}
