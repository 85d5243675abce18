/** The swipe report of a MagTek HID reader: status, lengths, encode type, three fields of 110 bytes. */
export function magtekReport(
  tracks: readonly [string, string, string],
  misread: readonly [boolean, boolean, boolean] = [false, false, false],
): Uint8Array {
  const report = new Uint8Array(337).fill(0xaa, 7) // beyond a track's length the reader leaves what was there
  for (const [index, track] of tracks.entries()) {
    report[index] = misread[index] === true ? 1 : 0
    report[3 + index] = track.length
    report.set(new TextEncoder().encode(track), 7 + 110 * index)
  }
  return report
}

/** Test numbers of card schemes (public, Luhn-valid, no one's). */
export const BANK_NUMBERS = [
  '4111111111111111',
  '5555555555554444',
  '378282246310005',
  '6011111111111117',
  '6200000000000005',
  '9999999999999995',
]
