import type { ShiftReport } from '../../contract/shift-view.ts'
import type { ShiftNumbers } from '../../contract/shift-numbers.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import type { TillText } from '../texts.ts'

/** One line of a report, as on paper. */
export type ReportRow = { readonly label: string; readonly shown: string; readonly isSum?: boolean }
/** Lines that belong together; a dashed rule stands between two sections. */
export type ReportSection = { readonly id: 'sales' | 'tenders' | 'points' | 'value' | 'drawer' | 'people'; readonly rows: readonly ReportRow[] }

/** A report in words: what did not happen is left out, but for what an owner looks for. */
export function reportSections(report: ShiftReport, text: TillText, timeZone: string): readonly ReportSection[] {
  const { numbers } = report
  const sections: readonly ReportSection[] = [
    { id: 'sales', rows: salesRows(numbers, text) },
    { id: 'tenders', rows: tenderRows(numbers, text) },
    { id: 'points', rows: pointsRows(numbers, text) },
    { id: 'value', rows: valueRows(numbers, text) },
    { id: 'drawer', rows: drawerRows(report, text) },
    { id: 'people', rows: peopleRows(report, text, timeZone) },
  ]
  return sections.filter(({ rows }) => rows.length > 0)
}

const back = (minor: number): string => formatMoney(minor === 0 ? 0 : -minor)
const unlessZero = (number: number, row: ReportRow): readonly ReportRow[] => (number === 0 ? [] : [row])

function salesRows({ sales, returns, voids, basketVoids, approvals }: ShiftNumbers, text: TillText): readonly ReportRow[] {
  return [
    { label: text('report.sales', { count: sales.count }), shown: formatMoney(sales.netMinor) },
    ...unlessZero(returns.count, { label: text('report.returns', { count: returns.count }), shown: back(returns.netMinor) }),
    ...unlessZero(voids.count, { label: text('report.voids', { count: voids.count }), shown: back(voids.netMinor) }),
    { label: text('report.net'), shown: formatMoney(sales.netMinor - returns.netMinor - voids.netMinor), isSum: true },
    ...unlessZero(sales.discountMinor, { label: text('report.discounts'), shown: back(sales.discountMinor) }),
    ...unlessZero(basketVoids.count, { label: text('report.basket-voids', { count: basketVoids.count }), shown: formatMoney(basketVoids.grossMinor) }),
    ...unlessZero(approvals, { label: text('report.approvals'), shown: formatCount(approvals) }),
  ]
}

const tenderKinds = ['cash', 'wallet', 'card', 'stored-value', 'gift-card', 'points'] as const
function tenderName(kind: string, text: TillText): string {
  const known = tenderKinds.find((each) => each === kind)
  return known === undefined ? kind : text(`report.tender.${known}`)
}

function tenderRows({ tenders, roundingMinor, invoiceableMinor }: ShiftNumbers, text: TillText): readonly ReportRow[] {
  return [
    ...tenders.map(({ kind, receivedMinor, refundedMinor }) => ({ label: tenderName(kind, text), shown: formatMoney(receivedMinor - refundedMinor) })),
    ...unlessZero(roundingMinor, { label: text('report.rounding'), shown: formatMoney(roundingMinor) }),
    { label: text('report.invoiceable'), shown: formatMoney(invoiceableMinor), isSum: true },
  ]
}

function pointsRows({ points }: ShiftNumbers, text: TillText): readonly ReportRow[] {
  return [
    { label: text('report.points.issued'), shown: formatCount(points.issuedPoints) },
    { label: text('report.points.used'), shown: formatCount(points.usedPoints) },
    ...unlessZero(points.givenBackPoints + points.clawedBackPoints, {
      label: text('report.points.returned'),
      shown: `${formatCount(points.givenBackPoints)} / ${formatCount(points.clawedBackPoints)}`,
    }),
    ...unlessZero(points.expiredPoints, { label: text('report.points.expired'), shown: formatCount(points.expiredPoints) }),
    ...unlessZero(points.owedPoints, { label: text('report.points.owed'), shown: formatCount(points.owedPoints) }),
  ]
}

function valueRows({ storedValue }: ShiftNumbers, text: TillText): readonly ReportRow[] {
  const { soldPrincipalMinor, soldBonusMinor, usedPrincipalMinor, usedBonusMinor, paidOutMinor } = storedValue
  const both = (principalMinor: number, bonusMinor: number): string => `${formatMoney(principalMinor)} + ${formatMoney(bonusMinor)}`
  return [
    ...unlessZero(soldPrincipalMinor + soldBonusMinor, { label: text('report.value.sold'), shown: both(soldPrincipalMinor, soldBonusMinor) }),
    ...unlessZero(usedPrincipalMinor + usedBonusMinor, { label: text('report.value.used'), shown: both(usedPrincipalMinor, usedBonusMinor) }),
    ...unlessZero(paidOutMinor, { label: text('report.value.paid-out'), shown: formatMoney(paidOutMinor) }),
  ]
}

/** What should be in the drawer and how it came there: also the sums beside a count. */
export function expectedRows({ drawer }: ShiftNumbers, text: TillText): readonly ReportRow[] {
  return [
    { label: text('shift.float'), shown: formatMoney(drawer.floatMinor) },
    { label: text('report.cash-sales'), shown: formatMoney(drawer.cashSalesMinor, { sign: 'always' }) },
    ...unlessZero(drawer.cashRefundsMinor, { label: text('report.cash-refunds'), shown: back(drawer.cashRefundsMinor) }),
    ...unlessZero(drawer.paidInMinor, { label: text('report.paid-in'), shown: formatMoney(drawer.paidInMinor, { sign: 'always' }) }),
    ...unlessZero(drawer.paidOutMinor, { label: text('report.paid-out'), shown: back(drawer.paidOutMinor) }),
    { label: text('report.expected'), shown: formatMoney(drawer.expectedMinor), isSum: true },
  ]
}

function drawerRows({ numbers, countedMinor, varianceMinor, varianceReason }: ShiftReport, text: TillText): readonly ReportRow[] {
  const variance = varianceReason === null ? text('report.variance') : text('report.variance.why', { reason: text(`shift.reason.${varianceReason}`) })
  return [
    ...expectedRows(numbers, text),
    ...(countedMinor === null ? [] : [{ label: text('report.counted'), shown: formatMoney(countedMinor) }]),
    ...(varianceMinor === null ? [] : [{ label: variance, shown: formatMoney(varianceMinor, { sign: 'always' }) }]),
    ...unlessZero(numbers.drawer.noSaleOpenings, { label: text('report.no-sale'), shown: formatCount(numbers.drawer.noSaleOpenings) }),
  ]
}

function peopleRows(report: ShiftReport, text: TillText, timeZone: string): readonly ReportRow[] {
  const { openedByName, openedAtMs, closedByName, closedAtMs, approvedByName } = report
  return [
    { label: text('report.opened', { name: openedByName }), shown: formatStamp(openedAtMs, timeZone) },
    ...(closedAtMs === null ? [] : [{ label: text('report.closed', { name: closedByName ?? '' }), shown: formatStamp(closedAtMs, timeZone) }]),
    ...(approvedByName === null ? [] : [{ label: text('report.approved-by'), shown: approvedByName }]),
  ]
}
