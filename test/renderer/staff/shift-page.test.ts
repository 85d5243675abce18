import { beforeEach, describe, expect, it } from 'vitest'
import { chooseVarianceReason, closeShift, countMoved, countTyped, handIn, readShift } from '../../../src/renderer/shift/shift-actions.ts'
import { countedMinor, emptyCount, useShift } from '../../../src/renderer/shift/shift-state.ts'
import { reportSections } from '../../../src/renderer/shift/report-rows.ts'
import { deskActions } from '../../../src/renderer/state/desk-actions.ts'
import { pageTexts, type TillText } from '../../../src/renderer/texts.ts'
import { denominationsOf } from '../../../src/contract/denominations.ts'
import { createLanguage } from '../../../src/ui/i18n/language.ts'
import { sampleNumbers } from '../../support/fake-staff.ts'
import { createFakeTill, type FakeTill } from '../../support/fake-till-bridge.ts'

const language = createLanguage(pageTexts, 'en')
const text: TillText = (key, values) => language.t(key, { ...values })
const notes = denominationsOf('CNY')

let fake: FakeTill
let actions: ReturnType<typeof deskActions>
beforeEach(async () => {
  fake = createFakeTill()
  actions = deskActions(fake, text, () => undefined)
  useShift.setState({ shift: null, page: { kind: 'shift' }, draft: emptyCount, varianceReason: null })
  await readShift(actions)
})

/** Types pieces from the largest note on; Enter after each. */
function count(...pieces: readonly string[]): void {
  for (const each of pieces) {
    for (const digit of each) countTyped(digit, notes)
    countMoved(1, notes)
  }
}
const inputs = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input)

describe('a count', () => {
  it('is typed by pieces, corrected, and summed', () => {
    count('18', '9', '8', '9', '6', '14', '5')
    expect(countedMinor(useShift.getState().draft, notes)).toBe(254_650)
    countMoved(-1, notes)
    countTyped('\b', notes)
    expect(countedMinor(useShift.getState().draft, notes)).toBe(254_400)
    for (const digit of '1234567') countTyped(digit, notes)
    expect(useShift.getState().draft.typed[50]).toBe('12345')
  })
  it('hands in what was typed, and an answer that got lost is asked for under the same id', async () => {
    count('18', '9')
    fake.failNext('shift.count', 'engine_away')
    await handIn(notes, actions)
    await handIn(notes, actions)
    const [first, second] = inputs('shift.count') as { countId: string; pieces: unknown }[]
    expect(first).toEqual(second)
    expect(second?.pieces).toEqual([{ denominationMinor: 10_000, pieces: 18 }, { denominationMinor: 5_000, pieces: 9 }])
    expect(useShift.getState().shift).toMatchObject({ count: { countedMinor: 225_000, beyondTolerance: true } })
  })
  it('that was changed is another', async () => {
    count('18')
    fake.failNext('shift.count', 'engine_away')
    await handIn(notes, actions)
    count('1')
    await handIn(notes, actions)
    const ids = (inputs('shift.count') as { countId: string }[]).map(({ countId }) => countId)
    expect(new Set(ids).size).toBe(2)
  })
  it('ends in a Z report with the reason that was chosen', async () => {
    count('18')
    await handIn(notes, actions)
    chooseVarianceReason('change-given-wrong')
    await closeShift(actions)
    expect(inputs('shift.close')).toMatchObject([{ varianceReason: 'change-given-wrong' }])
    expect(useShift.getState()).toMatchObject({ page: { kind: 'closed', closed: { report: { zNumber: 418 } } }, shift: { kind: 'none' }, draft: emptyCount, varianceReason: null })
  })
})

describe('a report on paper', () => {
  const report = {
    ...{ zNumber: 418, shiftNumber: 418, businessDate: '2026-11-20', openedAtMs: 0, openedByName: '小宁', closedAtMs: 1, closedByName: '小叶', approvedByName: '老周', note: '' },
    ...{ countedMinor: 254_650, varianceMinor: -500, varianceReason: 'change-given-wrong' as const, numbers: sampleNumbers },
  }
  const rows = reportSections(report, text, 'Asia/Shanghai').flatMap((section) => section.rows)
  const shownOf = (label: string): string | undefined => rows.find((row) => row.label === label)?.shown

  it('says what issue 8 wants of it', () => {
    expect([shownOf('62 sales'), shownOf('1 return'), shownOf('1 void'), shownOf('Net')]).toEqual(['7,842.60', '−72.46', '−15.90', '7,754.24'])
    expect([shownOf('Cash'), shownOf('Wallets'), shownOf('Bank cards'), shownOf('Stored value'), shownOf('Gift cards'), shownOf('Points')]).toEqual(['2,136.50', '3,905.20', '1,012.00', '488.90', '100.00', '200.00'])
    expect([shownOf('Discounts in it'), shownOf('Rounded off'), shownOf('Invoiceable')]).toEqual(['−281.40', '0.12', '6,053.70'])
    expect([shownOf('Points issued'), shownOf('Points used'), shownOf('Given back / taken back')]).toEqual(['12,486', '20,000', '654 / 109'])
    expect([shownOf('Stored value sold'), shownOf('Stored value used')]).toEqual(['1,000.00 + 100.00', '444.45 + 44.45'])
    expect([shownOf('Should be there'), shownOf('Counted'), shownOf('Difference (Change given wrong)'), shownOf('Approved')]).toEqual(['2,551.50', '2,546.50', '−5.00', '老周'])
  })
  it('says points that expired or are owed only where there are any', () => {
    expect(shownOf('Points owed')).toBeUndefined()
    const owing = reportSections({ ...report, numbers: { ...sampleNumbers, points: { ...sampleNumbers.points, expiredPoints: 3, owedPoints: 7 } } }, text, 'UTC').flatMap((section) => section.rows)
    expect(owing.filter(({ label }) => label === 'Points owed' || label === 'Points expired').map(({ shown }) => shown)).toEqual(['3', '7'])
  })
})
