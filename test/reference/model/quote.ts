/** The reference model: a case in, the result of the format out. Slow and plain; shares no code with the product. */
import { ZERO, fractionText, total } from './fraction.ts'
import { readCase } from './input.ts'
import type { Input } from './case.ts'
import { balance } from './lots.ts'
import { Rejection } from './pay.ts'
import { makeReturn } from './returns.ts'
import type { ReturnResult } from './returns.ts'
import { makeSale } from './sale.ts'
import type { Sale } from './sale.ts'
import { openBooks } from './sold-line.ts'

export interface SaleResult {
  readonly grossMinor: number
  readonly discountMinor: number
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly pointsTenderMinor: number
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
  readonly payMinor: number
  readonly invoiceableMinor: number
  readonly earnPoints: number
  readonly debtRepaidPoints: number
  readonly carry: string
  readonly balancePoints: number
  readonly debtPoints: number
  readonly qualifying: number
  readonly tierAfter: string | null
  readonly needs: readonly string[]
  readonly lines: readonly {
    readonly sku: string
    readonly grossMinor: number
    readonly discountMinor: number
    readonly netMinor: number
    readonly pointsTenderMinor: number
    readonly pointsUsed: number
    readonly earnPoints: number
    readonly offers: readonly string[]
  }[]
  readonly lotsUsed: readonly { readonly lot: number; readonly points: number }[]
  readonly newLot: { readonly points: number; readonly availableAt: string; readonly expiresAt: string | null } | null
  readonly applied: readonly string[]
  readonly notApplied: readonly {
    readonly id: string
    readonly why: string
    readonly missingMinor?: number
    readonly missingMilli?: number
    readonly than?: string
  }[]
  readonly returns: readonly ReturnResult[]
}

export type ReferenceAnswer =
  | { readonly exit: 0; readonly result: SaleResult }
  | { readonly exit: 1; readonly result: { readonly rejected: string } }

/** An instant as text; the model computes in milliseconds. */
function instantText(atMs: number): string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const shown = new Map(format.formatToParts(atMs).map((part) => [part.type, part.value]))
  const of = (type: Intl.DateTimeFormatPartTypes): string => shown.get(type) ?? ''
  const milliseconds = String(((atMs % 1000) + 1000) % 1000).padStart(3, '0')
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}.${milliseconds}Z`
}

function linesOf(sale: Sale): SaleResult['lines'] {
  return sale.lines.map((line, index) => ({
    sku: line.sku,
    grossMinor: Number(line.grossMinor),
    discountMinor: Number(line.grossMinor - line.netMinor),
    netMinor: Number(line.netMinor),
    pointsTenderMinor: Number(sale.worthMinor[index]),
    pointsUsed: Number(sale.pointsUsed[index]),
    earnPoints: Number(sale.earned.pointsOfLine[index]),
    offers: [...line.offers],
  }))
}

function notAppliedOf(input: Input, sale: Sale): SaleResult['notApplied'] {
  return input.promotions.flatMap((offer) => {
    const verdict = sale.verdicts.get(offer)
    if (verdict === undefined) return []
    return [
      {
        id: offer.name,
        why: verdict.why,
        ...(verdict.missingMinor === undefined ? {} : { missingMinor: Number(verdict.missingMinor) }),
        ...(verdict.missingMilli === undefined ? {} : { missingMilli: Number(verdict.missingMilli) }),
        ...(verdict.than === undefined ? {} : { than: verdict.than }),
      },
    ]
  })
}

function appliedOf(input: Input, sale: Sale): string[] {
  const onLines = sale.lines.flatMap((line) => line.offers)
  const effective = [...input.promotions, ...sale.coupons]
    .filter((offer) => !sale.verdicts.has(offer))
    .map((offer) => offer.name)
  return [...new Set([...onLines, ...effective])]
}

function resultOf(input: Input, sale: Sale, balancePoints: bigint, returns: readonly ReturnResult[]): SaleResult {
  const due = total(sale.lines.map((line) => line.netMinor))
  const gross = total(sale.lines.map((line) => line.grossMinor))
  const worth = total(sale.worthMinor)
  const principal = total(sale.principalMinor)
  const bonus = total(sale.bonusMinor)
  const pay = due - worth - principal - bonus
  const { newLot } = sale
  return {
    grossMinor: Number(gross),
    discountMinor: Number(gross - due),
    dueMinor: Number(due),
    pointsUsed: Number(total(sale.pointsUsed)),
    pointsTenderMinor: Number(worth),
    storedValue: { principalMinor: Number(principal), bonusMinor: Number(bonus) },
    payMinor: Number(pay),
    invoiceableMinor: Number(pay),
    earnPoints: Number(sale.earned.points),
    debtRepaidPoints: Number(sale.debtRepaidPoints),
    carry: fractionText(input.member === null ? ZERO : sale.earned.carry),
    balancePoints: Number(balancePoints),
    debtPoints: Number(sale.debtPoints),
    qualifying: Number(sale.qualifying),
    tierAfter: sale.tierAfter,
    needs: sale.needs,
    lines: linesOf(sale),
    lotsUsed: sale.lotsUsed.map((used) => ({ lot: used.lot.index, points: Number(used.points) })),
    newLot:
      newLot === null
        ? null
        : {
            points: Number(sale.earned.points - sale.debtRepaidPoints),
            availableAt: instantText(newLot.availableAtMs ?? input.atMs),
            expiresAt: newLot.expiresAtMs === null ? null : instantText(newLot.expiresAtMs),
          },
    applied: appliedOf(input, sale),
    notApplied: notAppliedOf(input, sale),
    returns,
  }
}

/** Quotes a case that fits the schema, its programme an object: `exit` 0 with the full result, or 1 with the rejection. */
export function referenceQuote(caseJson: unknown): ReferenceAnswer {
  const input = readCase(caseJson)
  try {
    const sale = makeSale(input)
    const balancePoints = input.member === null ? 0n : balance(sale.lots, sale.debtPoints, input.atMs)
    const books = openBooks(input, sale)
    const returns = input.returns.map((asked) => makeReturn(books, asked))
    return { exit: 0, result: resultOf(input, sale, balancePoints, returns) }
  } catch (error) {
    if (error instanceof Rejection) return { exit: 1, result: { rejected: error.rejected } }
    throw error
  }
}
