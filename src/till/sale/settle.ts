import type { TenderInput } from '../../contract/till-calls.ts'
import type { TenderRow } from '../db/tenders.ts'
import { paidBy, type Prepaid } from './prepaid.ts'

/** A sale whose tenders cover it. */
export type Settlement = {
  readonly kind: 'settled'
  readonly tenders: readonly TenderRow[]
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  /** What the shop lets go of because cash is rounded down to `cashStepMinor` (抹零). */
  readonly roundingMinor: number
}
export type SettleOutcome = Settlement | { readonly kind: 'underpaid'; readonly missingMinor: number } | { readonly kind: 'overpaid' }

/** Settles what is left when goods that came back and gift cards have paid; their tenders come first. */
export function settleAfter(prepaid: Prepaid, tenders: readonly TenderInput[], cashStepMinor: number): SettleOutcome {
  const rest = settle(prepaid.leftMinor, tenders, cashStepMinor)
  if (rest.kind !== 'settled') return rest
  const prepaidMinor = paidBy(prepaid.tenders)
  return { ...rest, tenders: [...prepaid.tenders, ...rest.tenders], paidMinor: rest.paidMinor + prepaidMinor, tenderedMinor: rest.tenderedMinor + prepaidMinor }
}

/**
 * Settles what is to pay with what was taken. Cards and wallets pay exactly what they say and never more than is due;
 * cash covers the rest and gives change.
 * @param cashStepMinor the smallest cash taken: 1 means no rounding, 10 rounds the cash part down to whole jiao
 */
export function settle(payMinor: number, tenders: readonly TenderInput[], cashStepMinor: number): SettleOutcome {
  const cashless = tenders.flatMap((tender) => (tender.kind === 'cash' ? [] : [tender]))
  const cashTenderedMinor = tenders.reduce((sum, tender) => sum + (tender.kind === 'cash' ? tender.tenderedMinor : 0), 0)
  const restMinor = payMinor - cashless.reduce((sum, tender) => sum + tender.paidMinor, 0)
  if (restMinor < 0 || (restMinor === 0 && cashTenderedMinor > 0)) return { kind: 'overpaid' }
  const hasCash = cashTenderedMinor > 0
  const roundingMinor = hasCash ? restMinor % cashStepMinor : 0
  const cashPaidMinor = hasCash ? restMinor - roundingMinor : 0
  const missingMinor = hasCash ? cashPaidMinor - cashTenderedMinor : restMinor
  if (missingMinor > 0) return { kind: 'underpaid', missingMinor }
  const rows: TenderRow[] = cashless.map(({ kind, paidMinor, reference }) => {
    return { kind, paidMinor, tenderedMinor: paidMinor, changeMinor: 0, reference: reference === '' ? null : reference }
  })
  const changeMinor = cashTenderedMinor - cashPaidMinor
  if (hasCash) rows.push({ kind: 'cash', paidMinor: cashPaidMinor, tenderedMinor: cashTenderedMinor, changeMinor, reference: null })
  const paidMinor = payMinor - roundingMinor
  return { kind: 'settled', tenders: rows, paidMinor, tenderedMinor: paidMinor + changeMinor, changeMinor, roundingMinor }
}
