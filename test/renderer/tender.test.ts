import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyTenderDraft, type TenderDraft } from '../../src/renderer/state/view.ts'
import { quickNotes } from '../../src/renderer/tender/quick-notes.ts'
import { pressTender, restMinor, takenOnTerminals, tenderStep, typeAmount } from '../../src/renderer/tender/tender-draft.ts'

const draft = (changes: Partial<TenderDraft>): TenderDraft => ({ ...emptyTenderDraft, ...changes })

describe('quick notes', () => {
  it.each([
    [5000, [5000, 6000, 10_000]],
    [350, [500, 1000, 2000]],
    [12_080, [13_000, 15_000, 20_000]],
    [11_680, [12_000, 15_000, 20_000]],
    [10_000, [10_000]],
    [9999, [10_000]],
    [0, []],
    [-100, []],
  ])('for %i are %j', (rest, notes) => expect(quickNotes(rest)).toEqual(notes))
  it('are never less than what is due, rise, and are at most three', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000_000 }), (rest) => {
      const notes = quickNotes(rest)
      expect(notes.length).toBeGreaterThan(0)
      expect(notes.length).toBeLessThanOrEqual(3)
      expect(notes.every((note) => note >= rest)).toBe(true)
      expect([...notes].sort((a, b) => a - b)).toEqual(notes)
    }))
  })
})

describe('what Finish would do', () => {
  it('takes exactly the rest when nothing is typed', () => {
    expect(tenderStep(12_080, draft({}))).toEqual({ kind: 'finish', tenders: [{ kind: 'cash', tenderedMinor: 12_080 }], changeMinor: 0 })
  })
  it('gives change for cash only', () => {
    expect(tenderStep(5000, draft({ typed: '100' }))).toEqual({ kind: 'finish', tenders: [{ kind: 'cash', tenderedMinor: 10_000 }], changeMinor: 5000 })
    expect(tenderStep(5000, draft({ kind: 'card', typed: '100' }))).toEqual({ kind: 'wrong', problem: 'over-rest' })
  })
  it('takes a part and goes on', () => {
    expect(tenderStep(5000, draft({ kind: 'wallet', typed: '20', reference: ' 4471 ' }))).toEqual({
      kind: 'go-on', taken: [{ kind: 'wallet', paidMinor: 2000, reference: '4471' }], restMinor: 3000,
    })
  })
  it('adds a second handful of cash to the first', () => {
    const taken = [{ kind: 'cash' as const, tenderedMinor: 2000 }]
    expect(tenderStep(5000, draft({ taken, typed: '40' }))).toEqual({ kind: 'finish', tenders: [{ kind: 'cash', tenderedMinor: 6000 }], changeMinor: 1000 })
  })
  it('needs no tender when points pay everything', () => {
    expect(tenderStep(0, draft({}))).toEqual({ kind: 'finish', tenders: [], changeMinor: 0 })
  })
  it.each([
    ['0', 'nothing'],
    ['.', 'nothing'],
    ['12.505', 'too-many-decimals'],
    ['99999999', 'too-large'],
  ])('says what is wrong with %j', (typed, problem) => expect(tenderStep(5000, draft({ typed }))).toEqual({ kind: 'wrong', problem }))
  it('always covers what is due, and change is what is over', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 999_999 }), (pay, first, second) => {
      const afterFirst = tenderStep(pay, draft({ typed: (first / 100).toString().slice(0, 9) }))
      if (afterFirst.kind === 'wrong') return
      const end = afterFirst.kind === 'finish' ? afterFirst : tenderStep(pay, draft({ taken: afterFirst.taken, typed: (second / 100).toString().slice(0, 9) }))
      if (end.kind === 'finish') expect(restMinor(pay, end.tenders) + end.changeMinor).toBe(0)
      if (end.kind === 'go-on') expect(end.restMinor).toBeGreaterThan(0)
    }))
  })
})

describe('typing an amount', () => {
  it('refuses letters by name and keeps what was there', () => {
    const before = draft({ typed: '12' })
    expect(typeAmount(before, '12a')).toEqual({ ...before, problem: 'not-a-number' })
    expect(typeAmount(typeAmount(before, '12a'), '12.5')).toEqual({ ...before, typed: '12.5', problem: null })
  })
  it('refuses a third decimal, a second point and endless digits', () => {
    const before = draft({ typed: '1.25' })
    expect(typeAmount(before, '1.255').problem).toBe('too-many-decimals')
    expect(typeAmount(before, '1.2.5').problem).toBe('not-a-number')
    expect(typeAmount(before, '9'.repeat(10)).typed).toBe('1.25')
  })
  it('takes full-width digits of an input method', () => expect(typeAmount(draft({}), '１２。５').typed).toBe('12.5'))
  it('lets the keypad type into the field that is chosen', () => {
    expect(pressTender(draft({ typed: '1' }), { kind: 'digits', digits: '00' }).typed).toBe('100')
    expect(pressTender(draft({ typed: '1.5' }), { kind: 'digits', digits: '.' }).typed).toBe('1.5')
    expect(pressTender(draft({ typed: '15' }), { kind: 'back' }).typed).toBe('1')
    expect(pressTender(draft({ typed: '15' }), { kind: 'clear' }).typed).toBe('')
    expect(pressTender(draft({ field: 'reference', reference: '44' }), { kind: 'digits', digits: '7' })).toMatchObject({ reference: '447', typed: '' })
  })
  it('knows which money a terminal has moved', () => {
    const card = { kind: 'card' as const, paidMinor: 100, reference: '' }
    expect(takenOnTerminals(draft({ taken: [{ kind: 'cash', tenderedMinor: 5 }, card] }))).toEqual([card])
  })
})
