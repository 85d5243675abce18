import { createBurstDetector, type KeyFact, type KeyVerdict, type WedgeScan } from '../../scan/wedge.ts'
import { FieldMemory, focusedField, insertTyped } from './field-memory.ts'

/** The part of a detector that the hook uses; tests put their own in. */
export type Detector = {
  key(fact: KeyFact): KeyVerdict
  idle(atMs: number): KeyVerdict
  flush(): KeyVerdict
}

/** The window was left only if it does not come back within this; then keys that are down will never be seen to come up. */
const LEFT_MS = 250

/** Key events that we sent again ourselves: they were judged before. */
const resent = new WeakSet<Event>()

/**
 * Listens to every key before anything else in the page does, and takes out what a keyboard scanner pressed: from any
 * screen, any focus, with an input method on. What a person typed goes on, or is typed again where it was held back.
 * @param settle runs what gives one key back, and brings the page up to date with it before the next: keys that were held
 * come back in one moment, and each must find what the one before has done
 * @returns a function that takes the hook off.
 */
export function hookWedge(page: Window & typeof globalThis, onScan: (scan: WedgeScan) => void, { detector = createBurstDetector(), settle = (run) => run() }: { readonly detector?: Detector; readonly settle?: (run: () => void) => void } = {}): () => void {
  const memory = new FieldMemory()
  let wake: ReturnType<typeof setTimeout> | undefined
  let isRestoring = false
  /** The focus moves, maybe by the page itself in the middle of its work: it cannot be brought up to date from inside. */
  let isMoving = false

  function obey(verdict: KeyVerdict, event: KeyboardEvent | null): void {
    if (verdict.restore !== null) {
      isRestoring = true
      memory.restore(verdict.restore)
      isRestoring = false
    }
    replay(page, verdict.replay, isMoving ? (run) => run() : settle)
    if (verdict.scan !== null) onScan(verdict.scan)
    if (verdict.mark !== null) memory.remember(verdict.mark, focusedField(page.document))
    if (event !== null && verdict.act === 'swallow') {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    clearTimeout(wake)
    if (verdict.wakeAtMs === null) return
    const wakeAtMs = verdict.wakeAtMs
    const nowMs = page.performance.now()
    // A busy machine delivers keys late, with the times at which they were pressed: while this one was late by so much,
    // the next may be on its way, and a timer must not cut the burst in two.
    const lateMs = event === null ? 0 : Math.max(0, nowMs - event.timeStamp)
    wake = setTimeout(() => obey(detector.idle(Math.max(wakeAtMs, page.performance.now())), null), Math.max(0, wakeAtMs - nowMs + 2 * lateMs))
  }

  const onKey = (event: KeyboardEvent): void => {
    if (!resent.has(event)) obey(detector.key(factOf(event, focusedField(page.document) !== null)), event)
  }
  const flush = (): void => obey(detector.flush(), null)
  let focused: EventTarget | null = page.document.activeElement
  // A window that comes to the front tells of the focus that it had all along: that is no move, and no end of a burst.
  const onFocusIn = ({ target }: Event): void => {
    if (target === focused || isRestoring) return
    focused = target
    isMoving = true
    flush()
    isMoving = false
  }
  let left: ReturnType<typeof setTimeout> | undefined
  const onLeft = (): void => {
    left = setTimeout(flush, LEFT_MS)
  }
  const onBack = (): void => clearTimeout(left)

  const capture = { capture: true } as const
  page.addEventListener('keydown', onKey, capture)
  page.addEventListener('keyup', onKey, capture)
  page.addEventListener('focusin', onFocusIn, capture)
  page.addEventListener('blur', onLeft)
  page.addEventListener('focus', onBack)
  return () => {
    flush()
    clearTimeout(wake)
    clearTimeout(left)
    page.removeEventListener('keydown', onKey, capture)
    page.removeEventListener('keyup', onKey, capture)
    page.removeEventListener('focusin', onFocusIn, capture)
    page.removeEventListener('blur', onLeft)
    page.removeEventListener('focus', onBack)
  }
}

/** A key event as the detector wants it. */
export function factOf(event: KeyboardEvent, editable: boolean): KeyFact {
  return {
    type: event.type === 'keyup' ? 'up' : 'down',
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    atMs: event.timeStamp,
    editable,
  }
}

/** Gives a person back the keys that were held: into the field, or as key events where no field has the focus. */
function replay(page: Window & typeof globalThis, facts: readonly KeyFact[], settle: (run: () => void) => void): void {
  for (const fact of facts) {
    const field = focusedField(page.document)
    if (field !== null) {
      if ([...fact.key].length === 1 && !fact.ctrl) insertTyped(field, fact.key)
      continue
    }
    const target = page.document.activeElement ?? page.document.body
    // Down and up: a button that was pressed with the space bar must also be let go.
    for (const type of ['keydown', 'keyup'] as const) {
      const event = new page.KeyboardEvent(type, {
        key: fact.key, code: fact.code, shiftKey: fact.shift, ctrlKey: fact.ctrl, altKey: fact.alt, bubbles: true, cancelable: true,
      })
      resent.add(event)
      settle(() => void target.dispatchEvent(event))
    }
  }
}
