import type { TenderInput } from '../../contract/till-calls.ts'
import { typeInto, type KeypadPress } from '../../ui/components/keypad-press.ts'
import { plainDigits } from '../../ui/format/digits.ts'
import { readMoney } from '../../ui/format/money.ts'
import type { TenderDraft } from '../state/view.ts'

/** What is still to pay after the tenders taken so far. */
export function restMinor(payMinor: number, taken: readonly TenderInput[]): number {
  return payMinor - taken.reduce((sum, tender) => sum + (tender.kind === 'cash' ? tender.tenderedMinor : tender.paidMinor), 0)
}

/**
 * What pressing Finish would do now: take this tender and go on, take it and finish, or say what is wrong.
 * Nothing typed means "exactly the rest". Cash may be more than the rest (change), a card never.
 */
export type TenderStep =
  | { readonly kind: 'finish'; readonly tenders: readonly TenderInput[]; readonly changeMinor: number }
  | { readonly kind: 'go-on'; readonly taken: readonly TenderInput[]; readonly restMinor: number }
  | { readonly kind: 'wrong'; readonly problem: NonNullable<TenderDraft['problem']> }

export function tenderStep(payMinor: number, draft: TenderDraft): TenderStep {
  const rest = restMinor(payMinor, draft.taken)
  if (rest <= 0) return { kind: 'finish', tenders: draft.taken, changeMinor: 0 - rest }
  const typed = draft.typed === '' ? { kind: 'number' as const, totalMinor: rest } : readMoney(draft.typed)
  if (typed.kind === 'refused') return { kind: 'wrong', problem: typed.why === 'empty' ? 'nothing' : typed.why }
  const enteredMinor = typed.totalMinor
  if (enteredMinor === 0) return { kind: 'wrong', problem: 'nothing' }
  if (draft.kind !== 'cash' && enteredMinor > rest) return { kind: 'wrong', problem: 'over-rest' }
  const entered: TenderInput =
    draft.kind === 'cash'
      ? { kind: 'cash', tenderedMinor: enteredMinor }
      : { kind: draft.kind, paidMinor: enteredMinor, reference: draft.reference.trim() }
  const tenders = withTender(draft.taken, entered)
  const left = restMinor(payMinor, tenders)
  return left <= 0 ? { kind: 'finish', tenders, changeMinor: 0 - left } : { kind: 'go-on', taken: tenders, restMinor: left }
}

/** Cash is one heap: a second handful is added to the first. Cards stay apart, each with its reference. */
function withTender(taken: readonly TenderInput[], entered: TenderInput): readonly TenderInput[] {
  if (entered.kind !== 'cash') return [...taken, entered]
  const cash = taken.find((tender) => tender.kind === 'cash')
  if (cash === undefined) return [...taken, entered]
  return taken.map((tender) => (tender === cash ? { kind: 'cash', tenderedMinor: cash.tenderedMinor + entered.tenderedMinor } : tender))
}

/** The draft after a press of the keypad: digits go to the field that is chosen. */
export function pressTender(draft: TenderDraft, press: KeypadPress): TenderDraft {
  if (draft.field === 'reference') return { ...draft, reference: typeInto(draft.reference, press, 64) }
  return { ...draft, typed: typeInto(draft.typed, press), problem: null }
}

/** The draft after typing into the amount: what is no amount is refused by name and changes nothing. */
export function typeAmount(draft: TenderDraft, text: string): TenderDraft {
  const plain = plainDigits(text)
  if (!/^\d{0,9}(\.\d*)?$/.test(plain)) return { ...draft, problem: 'not-a-number' }
  if (/\.\d{3}/.test(plain)) return { ...draft, problem: 'too-many-decimals' }
  return { ...draft, typed: plain, problem: null }
}

/** Money that a terminal has really moved: going back does not undo it. */
export function takenOnTerminals(draft: TenderDraft): readonly TenderInput[] {
  return draft.taken.filter((tender) => tender.kind !== 'cash')
}
