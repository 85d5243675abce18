import type { CodePage } from '../../contract/printer-setting.ts'

/** Characters that have another form which most pages know. Only where the page lacks the first. */
const OTHER_FORMS: Readonly<Record<string, string>> = {
  '\u00a5': '\uffe5', // yuan sign: the half-width one is a backslash in some printers' pages
  '\uffe5': '\u00a5',
  '\u2212': '-', // minus
  '\u2013': '-',
  '\u2014': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': "'",
  '\u201d': "'",
  '\u2026': '...',
  '\u00d7': 'x',
  '\u2022': '\u00b7',
  '\u00b7': '.',
  '\u00a0': ' ',
  '\u3000': ' ',
}
const NOT_HERE = '?'

/** A text in characters that the printer knows, and those that had to be left out or replaced by "?". */
export type PrintableText = { readonly text: string; readonly missing: readonly string[] }

/** Fits a text to a code page: other forms, accents left off, emoji dropped, "?" for the rest. */
export function printableText(text: string, codePage: CodePage): PrintableText {
  const known = charactersOf(codePage)
  const missing: string[] = []
  const fitted = Array.from(text.normalize('NFC'), (character) => {
    const form = knownForm(character, known)
    if (form !== null) return form
    missing.push(character)
    return /[\p{Extended_Pictographic}\p{M}\p{Cf}]/u.test(character) ? '' : NOT_HERE
  })
  return { text: fitted.join(''), missing }
}

function knownForm(character: string, known: ReadonlySet<string>): string | null {
  if (character <= '\x7e' || known.has(character)) return character
  const other = OTHER_FORMS[character]
  if (other !== undefined && Array.from(other).every((one) => one <= '\x7e' || known.has(one))) return other
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '')
  return plain !== '' && /^[\x20-\x7e]+$/.test(plain) ? plain : null
}

const sets = new Map<CodePage, ReadonlySet<string>>()

/** All characters above ASCII of a page, from the platform's own decoder; made once. */
function charactersOf(codePage: CodePage): ReadonlySet<string> {
  let set = sets.get(codePage)
  if (set === undefined) sets.set(codePage, (set = new Set(READERS[codePage]())))
  return set
}

const READERS: Readonly<Record<CodePage, () => Iterable<string>>> = {
  gb18030: () => twoByteCharacters('gb18030', [[0x81, 0xfe]]),
  // Without the user-defined and Hong Kong ranges, which few printers have.
  big5: () => twoByteCharacters('big5', [[0xa1, 0xa3], [0xa4, 0xc6], [0xc9, 0xf9]]), // prettier-ignore
  cp1252: () =>
    new TextDecoder('windows-1252')
      .decode(Uint8Array.from({ length: 0x80 }, (_, index) => 0x80 + index))
      .replace(/[\x80-\x9f]/g, ''),
}

function* twoByteCharacters(
  label: string,
  leads: readonly (readonly [first: number, last: number])[],
): Iterable<string> {
  const decoder = new TextDecoder(label)
  for (const [first, last] of leads) {
    for (let lead = first; lead <= last; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const decoded = decoder.decode(Uint8Array.of(lead, trail))
        if (Array.from(decoded).length === 1 && decoded > '\x7f' && !/[\ufffd\p{Co}]/u.test(decoded)) yield decoded
      }
    }
  }
}
