import { describe, expect, it } from 'vitest'
import type { TierRules, TierWindow } from '../../src/domain/programme.ts'
import { reviewTier, tierAfterReturn, windowStart } from '../../src/domain/tier-review.ts'

const level = (id: string, threshold: number): TierRules['levels'][number] => ({ id, threshold, name: {}, earnMultiplier: { numerator: 1n, denominator: 1n }, percentOff: { numerator: 0n, denominator: 1n }, benefits: [] }) as unknown as TierRules['levels'][number]
const tiers = (window: TierWindow, change: Partial<TierRules> = {}): TierRules => ({
  metric: 'points-earned', counts: 'base', window, crossingSaleEarnsAtNewTier: false, downgrade: 'to-qualified', graceDays: 0,
  levels: [level('silver', 0), level('gold', 2000), level('black', 5000)],
  ...change,
})
const rolling: TierWindow = { kind: 'rolling-months', months: 12 }
const joined = '2024-05-15'

describe('the window of the metric', () => {
  it.each([
    [rolling, '2026-11-25', '2025-11-26'],
    [{ kind: 'rolling-months', months: 1 } as const, '2026-03-31', '2026-03-01'],
    [{ kind: 'calendar-year' } as const, '2026-11-25', '2026-01-01'],
    [{ kind: 'membership-year' } as const, '2026-05-14', '2025-05-15'],
    [{ kind: 'membership-year' } as const, '2026-05-15', '2026-05-15'],
    [{ kind: 'lifetime' } as const, '2026-11-25', null],
  ])('of %j on %s begins on %s', (window, today, from) => expect(windowStart(window, joined, today)).toBe(from))
})

describe('a level', () => {
  it.each([
    // window, downgrade, grace days, held, last qualified, metric, today, level after
    ['is kept while the metric is enough', rolling, 'to-qualified', 0, 'gold', '2025-01-01', 2000, '2026-11-25', 'gold'],
    ['is kept to the end of the period after', rolling, 'to-qualified', 0, 'gold', '2025-11-25', 10, '2026-11-25', 'gold'],
    ['goes on the day after', rolling, 'to-qualified', 0, 'gold', '2025-11-24', 10, '2026-11-25', 'silver'],
    ['has its days of grace', rolling, 'to-qualified', 1, 'gold', '2025-11-24', 10, '2026-11-25', 'gold'],
    ['goes to what is qualified for', rolling, 'to-qualified', 0, 'black', '2025-01-01', 10, '2026-11-25', 'silver'],
    ['or one step', rolling, 'one-step', 0, 'black', '2025-01-01', 10, '2026-11-25', 'gold'],
    ['or never', rolling, 'never', 0, 'black', '2025-01-01', 10, '2026-11-25', 'black'],
    ['of a calendar year holds through the next', { kind: 'calendar-year' }, 'to-qualified', 0, 'gold', '2025-03-01', 10, '2026-12-31', 'gold'],
    ['and no longer', { kind: 'calendar-year' }, 'to-qualified', 0, 'gold', '2025-03-01', 10, '2027-01-01', 'silver'],
    ['of a membership year holds through the next', { kind: 'membership-year' }, 'to-qualified', 0, 'gold', '2025-05-14', 10, '2026-05-14', 'gold'],
    ['and not a day more', { kind: 'membership-year' }, 'to-qualified', 0, 'gold', '2025-05-14', 10, '2026-05-15', 'silver'],
    ['of a lifetime stays', { kind: 'lifetime' }, 'to-qualified', 0, 'gold', '2000-01-01', 0, '2026-11-25', 'gold'],
    ['whose begin nobody knows counts from now', rolling, 'to-qualified', 0, 'gold', null, 10, '2026-11-25', 'gold'],
    ['is never raised here', rolling, 'to-qualified', 0, 'silver', '2025-01-01', 9000, '2026-11-25', 'silver'],
  ] as const)('%s', (_, window, downgrade, graceDays, held, qualifiedOn, qualifying, today, after) => {
    expect(reviewTier(tiers(window, { downgrade, graceDays }), { held, qualifiedOn, qualifying, joined, floor: null }, today).tier).toBe(after)
  })
  it('that HQ gave is a floor up to its last day', () => {
    const review = { held: 'black', qualifiedOn: '2025-01-01', qualifying: 10, joined, floor: { level: 'gold', until: '2026-11-25' } }
    expect(reviewTier(tiers(rolling), review, '2026-11-25').tier).toBe('gold')
    expect(reviewTier(tiers(rolling), review, '2026-11-26').tier).toBe('silver')
  })
  it.each([
    ['silver', 'gold', 'gold', 1999, 'silver'],
    ['silver', 'gold', 'gold', 2000, 'gold'],
    ['silver', 'black', 'black', 3000, 'gold'],
    ['gold', 'gold', 'gold', 10, 'gold'],
    ['silver', 'gold', 'black', 10, 'black'],
  ])('of a sale that raised %s to %s: held %s, the metric at %i after the return leaves %s', (before, after, held, qualifying, left) => {
    expect(tierAfterReturn(tiers(rolling), { before, after }, held, qualifying)).toBe(left)
  })
})
