/** What a printer puts on paper: characters in columns of half a Chinese character, pictures, cuts, drawer pulses. */
export type PrintedLine = { readonly cells: readonly PrintedCell[]; readonly picture: boolean }
export type PrintedCell = {
  readonly column: number
  readonly character: string
  readonly width: number
  readonly bold: boolean
}
export type Effect =
  | { readonly kind: 'line'; readonly line: PrintedLine }
  | { readonly kind: 'cut' }
  | { readonly kind: 'pulse'; readonly pin: 2 | 5; readonly onMs: number; readonly offMs: number }
  /** GS r 1 or DLE EOT n: the printer is to answer. */
  | { readonly kind: 'ask'; readonly what: 'paper' | 1 | 2 | 3 | 4 }

const DOTS_PER_COLUMN = 12
const ESC = 0x1b
const GS = 0x1d
const FS = 0x1c
const DLE = 0x10

/** The firmware of a printer with GBK or Big5 characters, fed in pieces of any size. Knows what receiptline sends. */
export class EscposInterpreter {
  /** Bytes that no command and no character explains: on a real printer, rubbish on the paper. */
  readonly rubbish: number[] = []
  readonly #chinese
  #bytes: number[] = []
  #cells: PrintedCell[] = []
  #dots = 0
  #marginDots = 0
  #page = 0
  #isChinese = false
  #scale = 1
  #bold = false

  constructor(chinese: 'gb18030' | 'big5') {
    this.#chinese = new TextDecoder(chinese)
  }

  /** Takes bytes and says what they do, in order. An unfinished command waits for its rest. */
  *feed(bytes: Uint8Array): Iterable<Effect> {
    this.#bytes.push(...bytes)
    for (;;) {
      const [effect, used] = this.#next()
      if (used === 0) return
      this.#bytes = this.#bytes.slice(used)
      if (effect !== null) yield effect
    }
  }

  get pending(): number {
    return this.#bytes.length
  }

  #next(): readonly [Effect | null, number] {
    const [first, second] = this.#bytes
    if (first === undefined) return [null, 0]
    if (first === 0x0a) return [this.#lineFeed(), 1]
    const introducer = { [ESC]: escLengths, [GS]: gsLengths, [FS]: fsLengths, [DLE]: dleLengths }[first]
    if (introducer === undefined) return this.#printCharacter(first)
    if (second === undefined) return [null, 0]
    const length = commandLength(introducer, second, this.#bytes)
    if (length === null) return [null, 0]
    if (this.#bytes.length < length) return [null, 0]
    return [this.#command(first, second, this.#bytes.slice(2, length)), length]
  }

  #lineFeed(): Effect {
    const line = { cells: this.#cells, picture: false }
    this.#cells = []
    this.#dots = 0
    return { kind: 'line', line }
  }

  #printCharacter(first: number): readonly [Effect | null, number] {
    if (first < 0x20) return this.#drop(1)
    if (first < 0x80 || !this.#isChinese) return this.#put(singleByte(first, this.#page), 1, 1)
    const trail = this.#bytes[1]
    if (trail === undefined) return [null, 0]
    const character = this.#chinese.decode(Uint8Array.of(first, trail))
    return trail < 0x40 || Array.from(character).length !== 1 || character === '\ufffd'
      ? this.#drop(2)
      : this.#put(character, 2, 2)
  }

  #put(character: string, width: number, used: number): readonly [null, number] {
    if (character === '\ufffd') return this.#drop(used)
    const column = (this.#marginDots + this.#dots) / DOTS_PER_COLUMN
    this.#cells.push({ column, character, width: width * this.#scale, bold: this.#bold })
    this.#dots += width * this.#scale * DOTS_PER_COLUMN
    return [null, used]
  }

  #drop(used: number): readonly [null, number] {
    this.rubbish.push(...this.#bytes.slice(0, used))
    return [null, used]
  }

  #command(introducer: number, name: number, args: readonly number[]): Effect | null {
    const [a = 0, b = 0, c = 0] = args
    const number = a + 256 * b
    switch (`${String.fromCharCode(introducer)}${String.fromCharCode(name)}`) {
      case '\x1b@':
        this.#page = this.#dots = this.#marginDots = 0
        this.#isChinese = this.#bold = false
        this.#scale = 1
        return null
      case '\x1b$':
        this.#dots = number
        return null
      case '\x1b\\':
        this.#dots += number
        return null
      case '\x1bt':
        this.#page = a
        return null
      case '\x1bE':
        this.#bold = (a & 1) === 1
        return null
      case '\x1d!':
        this.#scale = (a >> 4) + 1
        return null
      case '\x1dL':
        this.#marginDots = number
        return null
      case '\x1c&':
        this.#isChinese = true
        return null
      case '\x1c.':
        this.#isChinese = false
        return null
      case '\x1dv':
      case '\x1d8':
        return { kind: 'line', line: { cells: [], picture: true } } // a picture feeds the paper by itself
      case '\x1dV':
        return { kind: 'cut' }
      case '\x1bp':
        return { kind: 'pulse', pin: a % 48 === 0 ? 2 : 5, onMs: 2 * b, offMs: 2 * c }
      case '\x1dr':
        return { kind: 'ask', what: 'paper' }
      case '\x10\x04':
        return { kind: 'ask', what: a === 2 || a === 3 || a === 4 ? a : 1 }
      default:
        return null // a setting without influence here
    }
  }
}

/** Argument bytes of each command; a function where the arguments say how many there are. */
type Lengths = Readonly<Record<string, number | ((bytes: readonly number[]) => number | null)>>
const escLengths: Lengths = {
  '@': 0,
  M: 1,
  ' ': 1,
  '2': 0,
  '3': 1,
  '{': 1,
  '-': 1,
  E: 1,
  a: 1,
  $: 2,
  '\\': 2,
  t: 1,
  R: 1,
  p: 3,
  d: 1,
  J: 1,
}
const fsLengths: Lengths = { '.': 0, '&': 0, '-': 1, C: 1, S: 2, '(': parenthesised }
const dleLengths: Lengths = { '\x04': 1 }
const gsLengths: Lengths = {
  a: 1,
  B: 1,
  '!': 1,
  L: 2,
  W: 2,
  r: 1,
  H: 1,
  h: 1,
  w: 1,
  V: (bytes) => (bytes[2] === undefined ? null : bytes[2] >= 65 ? 2 : 1),
  '(': parenthesised,
  k: (bytes) => (bytes[3] === undefined ? null : 2 + bytes[3]),
  // GS v 0 m xL xH yL yH data
  v: (bytes) => (bytes.length < 8 ? null : 6 + word(bytes, 4) * word(bytes, 6)),
  // GS 8 L p1 p2 p3 p4 data
  '8': (bytes) => (bytes.length < 7 ? null : 5 + word(bytes, 3) + 65536 * word(bytes, 5)),
}

function word(bytes: readonly number[], at: number): number {
  return (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)
}
/** `( X pL pH` and as many bytes. */
function parenthesised(bytes: readonly number[]): number | null {
  return bytes.length < 5 ? null : 3 + word(bytes, 3)
}

/** Bytes of the whole command; null: not all of what tells the length is here. An unknown one is taken as two bytes. */
function commandLength(lengths: Lengths, name: number, bytes: readonly number[]): number | null {
  const length = lengths[String.fromCharCode(name)]
  if (length === undefined) return 2
  const args = typeof length === 'number' ? length : length(bytes)
  return args === null ? null : 2 + args
}

/** Characters of the one-byte pages that receiptline uses: 16 is Windows 1252, 1 has the lines of boxes. */
function singleByte(byte: number, page: number): string {
  if (byte < 0x80) return String.fromCharCode(byte)
  if (page === 1) return byte === 0x95 ? '─' : '│'
  return page === 16 ? new TextDecoder('windows-1252').decode(Uint8Array.of(byte)) : '\ufffd'
}
