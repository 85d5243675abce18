/** A text field that can be typed into and put back. */
export type TextField = HTMLInputElement | HTMLTextAreaElement

const textTypes = new Set(['text', 'search', 'tel', 'url', 'password', 'email', 'number', ''])

/** The text field that has the focus; null: none has. */
export function focusedField(of: Document): TextField | null {
  const element = of.activeElement
  if (element instanceof HTMLTextAreaElement) return element.readOnly ? null : element
  if (element instanceof HTMLInputElement && textTypes.has(element.type)) return element.readOnly ? null : element
  return null
}

type Remembered = { readonly field: TextField; readonly typed: string; readonly start: number; readonly end: number }

/** Older ones are never asked for: a burst is recognised long before. */
const REMEMBERED_MAX = 64

/** Remembers how a field was before a key, so that a scan's first characters can be taken out of it again. */
export class FieldMemory {
  readonly #marks = new Map<number, Remembered>()

  remember(mark: number, field: TextField | null): void {
    if (field === null) return
    const start = field.selectionStart ?? field.value.length
    this.#marks.set(mark, { field, typed: field.value, start, end: field.selectionEnd ?? start })
    const oldest = this.#marks.keys().next()
    if (this.#marks.size > REMEMBERED_MAX && oldest.done !== true) this.#marks.delete(oldest.value)
  }

  /** Puts the field back as it was. An input method that composes there is dropped first, by taking the focus away. */
  restore(mark: number): void {
    const remembered = this.#marks.get(mark)
    if (remembered === undefined || !remembered.field.isConnected) return
    const { field, typed, start, end } = remembered
    if (field.ownerDocument.activeElement === field) {
      field.blur()
      field.focus()
    }
    setTyped(field, typed)
    // Fields of numbers and mail addresses have no selection, and throw when asked to set one.
    if (field.selectionStart !== null) field.setSelectionRange(start, end)
  }
}

/** Sets a field's text so that React hears of it: its own setter is bypassed, then an input event tells. */
function setTyped(field: TextField, typed: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, typed)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Types text at the caret of a field, as if a person had. */
export function insertTyped(field: TextField, text: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one call that keeps undo, maxlength and the caret right; it has no successor
  if (field.ownerDocument.execCommand('insertText', false, text)) return
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
