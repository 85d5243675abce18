import type { Input } from '../../contract/serve.ts'
import type { CallName } from '../../contract/till-calls.ts'

/** Calls that somebody may have to allow first: those that carry an approval. (Every key is one of an input without keys.) */
export type ApprovableCall = { [N in CallName]: string extends keyof Input<N> ? never : 'approvalId' extends keyof Input<N> ? N : never }[CallName]
/** One act, as it is asked for. */
export type Act = { [N in ApprovableCall]: { readonly name: N; readonly input: Input<N> } }[ApprovableCall]

/** What is open: an act is about the sale or the shift where it names nothing itself. */
export type OpenThings = { readonly saleId: string; readonly shiftId: string }

/** What an act is about, word for word as the engine names it (src/contract: each call says). */
const subjects: { readonly [N in ApprovableCall]: (input: Input<N>, open: OpenThings) => string } = {
  'basket.quantity': ({ lineId }) => lineId,
  'basket.remove': ({ lineId }) => lineId,
  'basket.clear': (_input, { saleId }) => saleId,
  'basket.price': ({ lineId }) => lineId,
  'sale.discount': (_input, { saleId }) => saleId,
  'sale.pay': (_input, { saleId }) => saleId,
  'sale.void': ({ saleId }) => saleId,
  'return.commit': ({ saleId }) => saleId,
  'shift.moveCash': ({ direction }) => `cash-${direction}`,
  'shift.openDrawer': () => 'drawer',
  'shift.reportX': (_input, { shiftId }) => shiftId,
  'shift.count': (_input, { shiftId }) => shiftId,
  'shift.reopen': (_input, { shiftId }) => shiftId,
  'shift.close': (_input, { shiftId }) => shiftId,
}

export function isApprovable(name: CallName): name is ApprovableCall {
  return Object.hasOwn(subjects, name)
}

export function subjectOf(act: Act, open: OpenThings): string {
  // The one cast: name and input belong together, which TypeScript cannot see across the table.
  const subject = subjects[act.name] as (input: unknown, open: OpenThings) => string
  return subject(act.input, open)
}
