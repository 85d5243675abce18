import type { ShiftNumbers } from '../../contract/shift-numbers.ts'
import { countApprovals, countEvents, sumBasketVoids, sumDebtAdded, sumEntries, type EntrySum, type JournalStretch } from '../db/shift-sums.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'

/** Tenders that a report names, in its order; others follow. */
const TENDERS = ['cash', 'wallet', 'card', 'stored-value', 'gift-card', 'points', 'exchange']
const BACK = ['return', 'void', 'value-refund']

/** What a stretch of the journal added up to. Everything follows from its entries; nothing is counted beside them. */
export function shiftNumbers(ledger: LedgerRead, stretch: JournalStretch, floatMinor: number): ShiftNumbers {
  const sums = sumEntries(ledger, stretch)
  const counts = countEvents(ledger, stretch)
  const count = (kind: string): number => counts.get(kind) ?? 0
  const money = (kinds: readonly string[], accounts: readonly string[]): number => sumOf(sums, 'money', kinds, accounts)
  const sold = (kind: string): number => -money([kind], ['goods', 'discount', 'stored-value']) || 0
  const tenders = tenderNumbers(sums)
  const paidMinor = (kind: string): number => tenders.filter((tender) => tender.kind === kind).reduce((sum, tender) => sum + tender.receivedMinor - tender.refundedMinor, 0)
  const loadedMinor = -money(['sale', ...BACK], ['stored-value']) || 0
  return {
    sales: { count: count('sale'), grossMinor: -money(['sale'], ['goods', 'stored-value']) || 0, discountMinor: money(['sale'], ['discount']), netMinor: sold('sale') },
    returns: { count: count('return'), netMinor: -sold('return') || 0 },
    voids: { count: count('void'), netMinor: -sold('void') || 0 },
    basketVoids: { count: count('basket-voided'), grossMinor: sumBasketVoids(ledger, stretch) },
    tenders,
    roundingMinor: money(['sale', ...BACK], ['rounding']),
    points: {
      issuedPoints: -sumOf(sums, 'points', ['sale'], ['programme/issued']) || 0,
      usedPoints: sumOf(sums, 'points', ['sale'], ['programme/redeemed']),
      givenBackPoints: -sumOf(sums, 'points', ['return', 'void'], ['programme/redeemed']) || 0,
      clawedBackPoints: sumOf(sums, 'points', ['return', 'void'], ['programme/issued']),
      expiredPoints: sumOf(sums, 'points', ['return', 'void'], ['programme/lapsed']),
      owedPoints: sumDebtAdded(ledger, stretch),
    },
    storedValue: {
      soldPrincipalMinor: -sumOf(sums, 'principal', ['sale'], ['programme/loaded']) || 0,
      soldBonusMinor: -sumOf(sums, 'bonus', ['sale'], ['programme/loaded']) || 0,
      usedPrincipalMinor: sumOf(sums, 'principal', ['sale', 'return', 'void'], ['programme/spent']),
      usedBonusMinor: sumOf(sums, 'bonus', ['sale', 'return', 'void'], ['programme/spent']),
      paidOutMinor: sumOf(sums, 'principal', ['value-refund'], ['programme/paid-out']),
    },
    invoiceableMinor: paidMinor('cash') + paidMinor('card') + paidMinor('wallet') - loadedMinor,
    drawer: drawerNumbers(sums, floatMinor, count('drawer-opened')),
    approvals: countApprovals(ledger, stretch),
  }
}

function tenderNumbers(sums: readonly EntrySum[]): ShiftNumbers['tenders'] {
  const kinds = new Set([...TENDERS, ...sums.flatMap(({ account }) => (account.startsWith('tender/') ? [account.slice('tender/'.length)] : []))])
  return [...kinds]
    .map((kind) => ({
      kind,
      receivedMinor: sumOf(sums, 'money', ['sale'], [`tender/${kind}`]),
      refundedMinor: -sumOf(sums, 'money', BACK, [`tender/${kind}`]) || 0,
    }))
    .filter(({ receivedMinor, refundedMinor }) => receivedMinor !== 0 || refundedMinor !== 0)
}

function drawerNumbers(sums: readonly EntrySum[], floatMinor: number, noSaleOpenings: number): ShiftNumbers['drawer'] {
  const cashSalesMinor = sumOf(sums, 'money', ['sale'], ['tender/cash'])
  const cashRefundsMinor = -sumOf(sums, 'money', BACK, ['tender/cash']) || 0
  const paidInMinor = -sumOf(sums, 'money', ['cash-moved'], ['drawer/pay-in']) || 0
  const paidOutMinor = sumOf(sums, 'money', ['cash-moved'], ['drawer/pay-out'])
  const expectedMinor = floatMinor + cashSalesMinor - cashRefundsMinor + paidInMinor - paidOutMinor
  return { floatMinor, cashSalesMinor, cashRefundsMinor, paidInMinor, paidOutMinor, expectedMinor, noSaleOpenings }
}

function sumOf(sums: readonly EntrySum[], asset: string, kinds: readonly string[], accounts: readonly string[]): number {
  return sums.reduce((sum, each) => sum + (each.asset === asset && kinds.includes(each.kind) && accounts.includes(each.account) ? each.delta : 0), 0)
}
