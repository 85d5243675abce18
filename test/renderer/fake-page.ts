import { vi } from 'vitest'

/**
 * As much of a browser's window as the wedge hook touches: events with capture, one field that may have the focus, a
 * clock. Real browsers are met in the end-to-end tests.
 */
export class FakeField extends EventTarget {
  #value = ''
  selectionStart: number | null = 0
  selectionEnd: number | null = 0
  readonly type = 'text'
  readonly readOnly = false
  readonly isConnected = true
  blurs = 0
  readonly #page: FakePage
  constructor(page: FakePage) {
    super()
    this.#page = page
  }
  // On the prototype, as in a browser: React puts its own on each input.
  get value(): string {
    return this.#value
  }
  set value(value: string) {
    this.#value = value
  }
  get ownerDocument() {
    return this.#page.document
  }
  blur(): void {
    this.blurs += 1
  }
  focus(): void {
    this.#page.focused = this
  }
  setSelectionRange(start: number, end: number): void {
    this.selectionStart = start
    this.selectionEnd = end
  }
  /** What a key does that nobody stopped. */
  type_(character: string): void {
    this.value += character
    this.selectionStart = this.selectionEnd = this.value.length
  }
}

class FakeKeyEvent extends Event {
  readonly key: string
  readonly code: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly #atMs: number
  constructor(type: string, init: { key: string; code: string; shiftKey?: boolean; ctrlKey?: boolean; altKey?: boolean; atMs?: number }) {
    super(type, { cancelable: true })
    this.key = init.key
    this.code = init.code
    this.shiftKey = init.shiftKey ?? false
    this.ctrlKey = init.ctrlKey ?? false
    this.altKey = init.altKey ?? false
    this.#atMs = init.atMs ?? 0
  }
  override get timeStamp(): number {
    return this.#atMs
  }
}

export class FakePage extends EventTarget {
  nowMs = 1000
  focused: FakeField | null = null
  /** Characters that reached the page as key events without a field. */
  readonly resent: string[] = []
  readonly KeyboardEvent = FakeKeyEvent
  readonly performance = { now: () => this.nowMs }
  readonly body = new EventTarget()
  readonly document: { readonly activeElement: EventTarget | null; readonly body: EventTarget; execCommand(name: string, ui: boolean, text: string): boolean }

  constructor() {
    super()
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the document below has a `this` of its own
    const page = this
    this.document = {
      get activeElement() {
        return page.focused ?? page.body
      },
      body: this.body,
      execCommand: (_name, _ui, text) => {
        page.focused?.type_(text)
        return page.focused !== null
      },
    }
    this.body.addEventListener('keydown', (event) => this.resent.push((event as Event & { readonly key: string }).key))
    vi.stubGlobal('HTMLInputElement', FakeField)
    vi.stubGlobal('HTMLTextAreaElement', Date)
  }

  /** As the hook's parameter wants it. */
  asWindow(): Window & typeof globalThis {
    return this as unknown as Window & typeof globalThis
  }

  /** One key down and up, `gapMs` after the last; what nobody stops goes into the field. Returns whether it got through. */
  press(key: string, code: string, gapMs: number, modifiers: { shiftKey?: boolean } = {}): boolean {
    this.nowMs += gapMs
    const down = new FakeKeyEvent('keydown', { key, code, atMs: this.nowMs, ...modifiers })
    this.dispatchEvent(down)
    const passed = !down.defaultPrevented
    if (passed && [...key].length === 1) this.focused?.type_(key)
    this.dispatchEvent(new FakeKeyEvent('keyup', { key, code, atMs: this.nowMs + 0.5, ...modifiers }))
    return passed
  }

  /** Digits and letters of a text, evenly, then Enter if asked. */
  pressAll(text: string, gapMs: number, end: 'enter' | 'nothing' = 'nothing', asKey: (character: string) => string = (character) => character): void {
    for (const character of text) this.press(asKey(character), /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`, gapMs)
    if (end === 'enter') this.press('Enter', 'Enter', gapMs)
  }
}
