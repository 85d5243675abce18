import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import { changeText, moneyText, pointsText } from './numbers.ts'
import { documentOf, nameIn, rowsOf, wordRows, type Paper } from './paper-rows.ts'
import { paperHead, type PaperHead } from './receipt-document.ts'
import { receiptTexts } from './texts.ts'

/** What a member is told of her points. Neither name nor whole phone. `soldAt` is when it was asked for. */
export type StatementContent = PaperHead & {
  readonly title: 'ms' | 'mr' | null
  readonly phoneTail: string | null
  readonly tierName: LocalizedText | null
  readonly balancePoints: number
  readonly balanceWorthMinor: number | null
  readonly unconfirmedPoints: number
  readonly vestingPoints: number
  readonly debtPoints: number
  readonly storedBalanceMinor: number | null
  /** First to end first. `lastDay` null: without end; `fromDay` null: usable now. */
  readonly lots: readonly { readonly points: number; readonly lastDay: string | null; readonly fromDay: string | null }[]
  /** At this till, newest first. */
  readonly moves: readonly { readonly kind: 'sale' | 'return'; readonly code: string; readonly at: string; readonly deltaPoints: number }[]
}

/** A member's points on paper: how many, until when, and what happened to them here. */
export function statementDocument(content: StatementContent, locale: Locale, paper: Paper): string {
  const texts = receiptTexts[locale]
  const row = rowsOf(paper.columns)
  const worth = content.balanceWorthMinor === null ? '' : ` (${texts.worth(moneyText(content.balanceWorthMinor))})`
  const sums: string[] = [row(texts.member, texts.memberName(content.title, content.phoneTail))]
  if (content.tierName !== null) sums.push(row(texts.tier, nameIn(content.tierName, locale)))
  sums.push(row(`${texts.balance}${worth}`, pointsText(content.balancePoints)))
  if (content.unconfirmedPoints > 0) sums.push(row(`  ${texts.unconfirmed}`, pointsText(content.unconfirmedPoints)))
  if (content.vestingPoints > 0) sums.push(row(`  ${texts.vesting}`, pointsText(content.vestingPoints)))
  if (content.debtPoints > 0) sums.push(row(texts.owed, pointsText(content.debtPoints)))
  if (content.storedBalanceMinor !== null) sums.push(row(texts.storedBalance, moneyText(content.storedBalanceMinor)))
  const lots = content.lots.map(({ points, lastDay, fromDay }) => {
    const words = [lastDay === null ? texts.lotForever : texts.lotUntil(lastDay), ...(fromDay === null ? [] : [texts.lotFrom(fromDay)])].join(', ')
    return row(words, pointsText(points))
  })
  const moves = content.moves.flatMap(({ kind, code, at, deltaPoints }) => [row(kind === 'sale' ? texts.moveSale(code) : texts.moveReturn(code), ''), row(`  ${at}`, changeText(deltaPoints))])
  return documentOf([
    paperHead(content, texts.statementTitle, locale, paper),
    sums,
    lots.length === 0 ? [] : [...wordRows(texts.lotsHead, paper.columns), ...lots],
    [...wordRows(texts.movesHead, paper.columns), ...(moves.length === 0 ? [row(texts.movesNone, '')] : moves), ...wordRows(texts.movesNote, paper.columns)],
  ])
}
