import { hasValidCheck } from './check-digits.ts'

/**
 * The tracks of a swiped card, sentinels off. A track that was not on the card or not sent is `absent`; one that the
 * reader could not read is `misread` (it sends `E` in its place).
 */
export type Track =
  { readonly kind: 'read'; readonly content: string } | { readonly kind: 'misread' } | { readonly kind: 'absent' }
export type Tracks = readonly [track1: Track, track2: Track, track3: Track]

export const ABSENT: Track = { kind: 'absent' }
const MISREAD: Track = { kind: 'misread' }

/** ISO/IEC 7811-6: characters on a track, sentinels and LRC included, with room for devices that pad. */
const TRACK_CHARACTERS_MAX = 110

/**
 * One track's text with its sentinels: `%…?` (track 1), `;…?` (2), `+…?` (3; some readers send `;` here too), with or
 * without the LRC behind (which may look like a sentinel), with line breaks in between. The content never holds a
 * sentinel. A track that breaks off before its end is known by its form: what may be a bank card is never plain text.
 */
const TRACK_PATTERN =
  /([%;+])([^%;?\r\n]*)\?(?:[^\r\n](?=[%;+\r\n]|$))?[\r\n]*|([%;+])([A-Za-z]?[0-9 ]{12,23}(?:\^|[=D]|$)[^%;?\r\n]*)(?:[\r\n]+|$)/y

/** Readers that are set to leave the sentinels out: number and expiry date give the track away. */
const BARE_TRACK_1 = /^B[0-9 ]{12,23}\^[^?]*\^[0-9]{4}[^?]*\??$/
const BARE_TRACK_2 = /^[0-9]{12,19}=[0-9]{4,}\??$/

/** Reads a swipe as text; null where the text is not a swipe. */
export function parseTracks(text: string): Tracks | null {
  if (BARE_TRACK_1.test(text)) return [toTrack(text), ABSENT, ABSENT]
  if (BARE_TRACK_2.test(text)) return [ABSENT, toTrack(text), ABSENT]
  const tracks: [Track, Track, Track] = [ABSENT, ABSENT, ABSENT]
  let found = 0
  TRACK_PATTERN.lastIndex = 0
  while (TRACK_PATTERN.lastIndex < text.length) {
    const match = TRACK_PATTERN.exec(text)
    if (match === null) return null
    const [, sentinel = match[3] ?? '', content = match[4] ?? ''] = match
    if (content.length > TRACK_CHARACTERS_MAX) return null
    const index = trackIndex(sentinel, tracks)
    if (index === null) return null
    tracks[index] = toTrack(content)
    found += 1
  }
  return found > 0 ? tracks : null
}

/** A track's content (sentinels off) with the readers' mark for a misread one. */
export function toTrack(content: string): Track {
  if (content === '') return ABSENT
  return content === 'E' ? MISREAD : { kind: 'read', content }
}

function trackIndex(sentinel: string, tracks: Tracks): 0 | 1 | 2 | null {
  const index = sentinel === '%' ? 0 : sentinel === ';' && tracks[1] === ABSENT ? 1 : 2
  return tracks[index] === ABSENT ? index : null
}

/** The number of the card: of track 2, else of track 1; null where neither was read. */
export function stripeNumber(tracks: Tracks): string | null {
  return track2Number(tracks) ?? track1Number(tracks)
}

/** Was every track that came a misread one? Then the card wants another swipe. */
export function isMisread(tracks: Tracks): boolean {
  return stripeNumber(tracks) === null && tracks.some((track) => track.kind === 'misread')
}

/**
 * A bank card: track 1 of format code B, or track 2, with a Luhn-valid number of 13 to 19 digits in the ranges of
 * ISO/IEC 7812 that banks use. Such a card is refused and nothing of it is kept.
 */
export function isPaymentCard(tracks: Tracks): boolean {
  const [track1] = tracks
  const bankTrack1 = track1.kind === 'read' && /^B/i.test(track1.content) ? track1Number(tracks) : null
  return [bankTrack1, track2Number(tracks)].some((number) => number !== null && isBankNumber(number))
}

function isBankNumber(number: string): boolean {
  return /^[2-69][0-9]{12,18}$/.test(number) && hasValidCheck(number, 'luhn')
}

/** ISO/IEC 7813 track 1: format code, number, `^`, name, `^`, expiry … A card of the shop's own may leave all but the number out. */
function track1Number([track1]: Tracks): string | null {
  if (track1.kind !== 'read') return null
  const [field = ''] = track1.content.split('^')
  // The format code is one letter before the digits; letters of a number such as MEM0001234 are its own.
  const number = field.replace(/^[A-Za-z](?=[0-9 ]+$)/, '').replaceAll(' ', '')
  return number === '' ? null : number
}

/** ISO/IEC 7813 track 2: number, `=`, expiry … (ABA sends `=`, some readers `D`). */
function track2Number([, track2]: Tracks): string | null {
  if (track2.kind !== 'read') return null
  const [number = ''] = track2.content.split(/[=D]/)
  return number === '' ? null : number
}
