import type { ConsoleOverview, ConsoleTill } from '../../src/contract/console-wire.ts'

/** 2026-11-20 18:44 in the stores. */
export const NOW_MS = Date.UTC(2026, 10, 20, 10, 44)

export function consoleTill(change: Partial<ConsoleTill> = {}): ConsoleTill {
  return {
    tillId: 't1', storeId: 's1', tillNumber: 1, machineName: 'front', lastSeenAtMs: NOW_MS - 2_000, queuedEvents: 0, clockOffsetMs: 400, version: '1.4.2', revoked: false, forkSeenAtMs: null, suspenseEvents: 0, suspenseSinceMs: null, salesTodayMinor: 531_040, salesTodayCount: 41,
    ...change,
  }
}

export function consoleOverview(change: Partial<ConsoleOverview> = {}): ConsoleOverview {
  return {
    nowMs: NOW_MS,
    timeZone: 'Asia/Shanghai',
    businessDate: '2026-11-20',
    stores: [{ storeId: 's1', name: { 'zh-Hans': '滨江店', 'zh-Hant': '濱江店', en: 'Riverside' } }],
    tills: [],
    tiers: [{ tier: 'gold', name: { 'zh-Hans': '金卡', 'zh-Hant': '金卡', en: 'Gold' } }],
    today: { salesMinor: 6_845_230, salesCount: 120, lastWeekMinor: null, hourlyMinor: Array<number>(24).fill(0), earnPoints: 104_318, pointsUsed: 61_200 },
    owed: { balancePoints: 3_846_120, worthMinor: 3_846_120, lentPoints: 0, unconfirmedPoints: 0, debtPoints: 0 },
    sales: [],
    ...change,
  }
}
