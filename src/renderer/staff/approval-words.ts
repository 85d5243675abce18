import type { DeskState } from '../../contract/desk-state.ts'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import type { ShiftView } from '../../contract/shift-view.ts'
import type { TillText } from '../texts.ts'
import type { ApprovalQuestion } from './approval-state.ts'

/** What an act is about, where its words come from. */
export type ActPlace = { readonly desk: DeskState; readonly shift: ShiftView | null }

/** What is asked for, in one sentence. */
export function actText({ act, right }: Pick<ApprovalQuestion, 'act' | 'right'>, { desk, shift }: ActPlace, text: TillText, locale: Locale): string {
  const lineOf = (lineId: string) => desk.lines.find((line) => line.lineId === lineId)
  const nameOf = (lineId: string): string => nameIn(lineOf(lineId)?.name ?? {}, locale)
  switch (act.name) {
    case 'basket.price':
      return text('approval.act.price', { name: nameOf(act.input.lineId), from: formatMoney(lineOf(act.input.lineId)?.unitPriceMinor ?? 0), to: formatMoney(act.input.unitPriceMinor) })
    case 'sale.discount':
      return text('approval.act.discount', { off: formatTakenOff(act.input.discountMinor) })
    case 'basket.quantity':
      return text('approval.act.fewer', { name: nameOf(act.input.lineId) })
    case 'basket.remove':
      return text('approval.act.remove', { name: nameOf(act.input.lineId) })
    case 'basket.clear':
      return text('approval.act.clear', { count: desk.lines.length })
    case 'sale.void':
      return text(right === 'return-without-right' ? 'approval.act.void-alone' : 'approval.act.void')
    case 'sale.pay':
      if (right === 'return-without-right') return text('approval.act.exchange-alone')
      return text('approval.act.verify', { count: desk.quote.kind === 'quoted' ? desk.quote.result.pointsUsed : 0 })
    case 'return.commit':
      return text(right === 'return-without-right' ? 'approval.act.return-alone' : 'approval.act.return', { refund: formatMoney(act.input.refundMinor) })
    case 'shift.moveCash':
      return text(`approval.act.cash-${act.input.direction}`, { amount: formatMoney(act.input.amountMinor), reason: text(`cash.reason.${act.input.reason}`) })
    case 'shift.openDrawer':
      return text('approval.act.drawer', { reason: text(`cash.reason.${act.input.reason}`) })
    case 'shift.reportX':
      return text('approval.act.report-x')
    case 'shift.count':
    case 'shift.reopen':
      return text('approval.act.count-again')
    case 'shift.close': {
      const varianceMinor = shift?.kind === 'open' ? (shift.count?.varianceMinor ?? 0) : 0
      return text('approval.act.close', { variance: formatMoney(varianceMinor, { sign: 'always' }) })
    }
  }
}
