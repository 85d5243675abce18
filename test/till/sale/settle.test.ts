import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TenderInput } from '../../../src/contract/till-calls.ts'
import { settle } from '../../../src/till/sale/settle.ts'

const cash = (tenderedMinor: number): TenderInput => ({ kind: 'cash', tenderedMinor })
const card = (paidMinor: number): TenderInput => ({ kind: 'card', paidMinor, reference: 'r' })

describe('settle', () => {
  it.each([
    ['cash that fits', 5000, [cash(5000)], 1, { kind: 'settled', paidMinor: 5000, tenderedMinor: 5000, changeMinor: 0, roundingMinor: 0 }],
    ['cash with change', 5000, [cash(10000)], 1, { kind: 'settled', paidMinor: 5000, tenderedMinor: 10000, changeMinor: 5000 }],
    ['two hands of cash', 5000, [cash(3000), cash(3000)], 1, { kind: 'settled', changeMinor: 1000 }],
    ['card and cash', 5000, [card(4000), cash(1500)], 1, { kind: 'settled', paidMinor: 5000, tenderedMinor: 5500, changeMinor: 500 }],
    ['nothing to pay, nothing given', 0, [], 1, { kind: 'settled', paidMinor: 0 }],
    ['nothing given', 1, [], 1, { kind: 'underpaid', missingMinor: 1 }],
    ['too little cash', 5000, [cash(4999)], 1, { kind: 'underpaid', missingMinor: 1 }],
    ['too little on the card', 5000, [card(4999)], 1, { kind: 'underpaid', missingMinor: 1 }],
    ['too much on the card', 5000, [card(5001)], 1, { kind: 'overpaid' }],
    ['cash for nothing', 5000, [card(5000), cash(1)], 1, { kind: 'overpaid' }],
    ['rounded down to whole jiao', 4999, [cash(5000)], 10, { kind: 'settled', paidMinor: 4990, changeMinor: 10, roundingMinor: 9 }],
    ['rounded only in its cash part', 4999, [card(4000), cash(990)], 10, { kind: 'settled', paidMinor: 4990, changeMinor: 0, roundingMinor: 9 }],
    ['no rounding without cash', 4999, [card(4999)], 10, { kind: 'settled', paidMinor: 4999, roundingMinor: 0 }],
    ['a few fen are let go only when cash is there', 9, [], 10, { kind: 'underpaid', missingMinor: 9 }],
  ] as const)('%s', (_, payMinor, tenders, stepMinor, outcome) => {
    expect(settle(payMinor, tenders, stepMinor)).toMatchObject(outcome)
  })

  it('never makes or loses money', () => {
    const tenders = fc.array(fc.oneof(fc.integer({ min: 0, max: 20_000 }).map(cash), fc.integer({ min: 1, max: 20_000 }).map(card)), { maxLength: 5 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), tenders, fc.constantFrom(1, 10, 100), (payMinor, given, stepMinor) => {
        const settled = settle(payMinor, given, stepMinor)
        if (settled.kind !== 'settled') return
        const sum = (field: 'paidMinor' | 'tenderedMinor' | 'changeMinor'): number => settled.tenders.reduce((total, tender) => total + tender[field], 0)
        expect(sum('paidMinor') + settled.roundingMinor).toBe(payMinor)
        expect(sum('tenderedMinor') - sum('changeMinor')).toBe(sum('paidMinor'))
        expect(settled.roundingMinor).toBeLessThan(stepMinor)
        expect(sum('changeMinor')).toBe(settled.changeMinor)
      }),
    )
  })
})
