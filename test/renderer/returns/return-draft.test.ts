import { describe, expect, it } from 'vitest'
import type { ReturnableSale } from '../../../src/contract/return-view.ts'
import { beginReturn, moveChoice, nudge, piecesOf, quantityOf, requestOf, setQuantity, takeAll, toggle } from '../../../src/renderer/returns/return-draft.ts'

const line = (place: number, change: Partial<ReturnableSale['lines'][number]> = {}): ReturnableSale['lines'][number] => ({
  line: place, sku: `S${place}`, name: { en: `Thing ${place}` }, packing: '', unit: 'piece', quantityMilli: 3000, returnableMilli: 3000, unitPriceMinor: 1000, netMinor: 3000, earnPoints: 30, gift: false, ...change,
})
const sale = (...lines: ReturnableSale['lines']): ReturnableSale => ({
  saleId: 'sale-1', receiptCode: 'R2-1-00000000', saleNumber: 1, businessDate: '2026-11-20', committedAtMs: 0, dueMinor: 0, member: null, lines, tenders: [], source: 'here', returns: [],
})
const begin = (...lines: ReturnableSale['lines']) => beginReturn(sale(...lines), 'return-1')

describe('a return being put together', () => {
  it('begins with nothing chosen, and no reason', () => {
    const draft = begin(line(0), line(1))
    expect([piecesOf(draft), draft.reason, requestOf(draft)]).toEqual([0, null, null])
  })
  it('chooses the only thing that can come back', () => {
    expect(begin(line(0, { returnableMilli: 0 }), line(1, { quantityMilli: 1000, returnableMilli: 1000 })).quantitiesMilli).toEqual({ 1: 1000 })
  })
  it('never takes more than is left, nor less than nothing', () => {
    const draft = begin(line(0, { returnableMilli: 2000 }))
    expect(quantityOf(setQuantity(draft, 0, 99_000), 0)).toBe(2000)
    expect(quantityOf(setQuantity(draft, 0, -1000), 0)).toBe(0)
    expect(quantityOf(nudge(nudge(nudge(draft, 0, 1), 0, 1), 0, 1), 0)).toBe(2000)
    expect(quantityOf(nudge(draft, 0, -1), 0)).toBe(0)
    expect(setQuantity(draft, 7, 1000)).toBe(draft)
  })
  it('takes weighed goods whole, or as much as is typed', () => {
    const draft = begin(line(0, { unit: 'kg', quantityMilli: 1250, returnableMilli: 1250 }), line(1))
    expect(quantityOf(nudge(draft, 0, 1), 0)).toBe(1250)
    expect(quantityOf(nudge(nudge(draft, 0, 1), 0, -1), 0)).toBe(0)
    expect(quantityOf(setQuantity(draft, 0, 300), 0)).toBe(300)
    expect(piecesOf(setQuantity(draft, 0, 300))).toBe(1)
  })
  it('takes all of a line, and none of it at the second time', () => {
    const draft = begin(line(0), line(1))
    expect(quantityOf(toggle(draft, 1), 1)).toBe(3000)
    expect(quantityOf(toggle(toggle(draft, 1), 1), 1)).toBe(0)
  })
  it('asks for the lines in the order of the receipt, without those that stay', () => {
    const draft = { ...setQuantity(setQuantity(begin(line(0), line(1), line(2)), 2, 1000), 0, 2000), reason: 'defect' as const }
    expect(requestOf(draft)).toEqual({ saleId: 'sale-1', reason: 'defect', lines: [{ line: 0, quantityMilli: 2000 }, { line: 2, quantityMilli: 1000 }] })
  })
  it('takes everything that is left', () => {
    expect(requestOf(takeAll(begin(line(0), line(1, { returnableMilli: 0 }))))?.lines).toEqual([{ line: 0, quantityMilli: 3000 }])
  })
  it('moves the choice and stops at the ends', () => {
    const draft = begin(line(0), line(1))
    expect([moveChoice(draft, -1).chosenLine, moveChoice(draft, 1).chosenLine, moveChoice(moveChoice(draft, 1), 1).chosenLine]).toEqual([0, 1, 1])
  })
})
