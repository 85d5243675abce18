import { setImmediate as afterOthers } from 'node:timers/promises'
import { blindIndex, phoneTail } from '../../src/journal/blind-index.ts'
import type { RegionKey } from '../../src/journal/key-wrap.ts'
import { nameKeys } from '../../src/journal/name-keys.ts'
import { sealMember } from '../../src/journal/sealed-box.ts'
import { luhnCheckDigit } from '../../src/scan/check-digits.ts'
import { aead, hmacSha256, randomBytes } from '../../src/till/crypto.ts'
import { readCursor } from '../../src/till/db/mirror/cursor.ts'
import { applyFeedPage, type FeedChange, type MemberFeedRow } from '../../src/till/db/mirror/feed.ts'
import type { Mirror } from '../../src/till/db/sqlite-file.ts'

/** Members made up for measuring: number n has always the same card, phone, name and points. Boxes are really sealed. */
const PAGE_MEMBERS = 5_000
const DAY_MS = 86_400_000

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜']
const givenNames = [...'子涵欣怡梓轩一诺宇浩雨桐思远晨曦佳宁明轩若溪海波小满学敏知夏']

export const memberIdOf = (number: number): string => `b${number}`
/** 16 digits beginning with 889, with Luhn's check digit: none of the sample shop's. */
export function cardOf(number: number): string {
  const stem = `889${String(number * 7 + 3).padStart(12, '0')}`
  return `${stem}${luhnCheckDigit(stem)}`
}
const phoneOf = (number: number): string => `170${String((number * 48_271) % 100_000_000).padStart(8, '0')}`
/** The end of her number, as it stands on the screen. */
export const phoneTailOf = (number: number): string => phoneTail(phoneOf(number)) ?? ''
const nameOf = (number: number): string =>
  `${surnames[number % surnames.length] ?? ''}${givenNames[Math.floor(number / 7) % givenNames.length] ?? ''}${givenNames[Math.floor(number / 211) % givenNames.length] ?? ''}`

/** Puts so many members into a mirror as the feed does, page by page; what HQ told stays, and so does the cursor. */
export async function fillWithMembers(mirror: Mirror, key: RegionKey, count: number, nowMs: number, onPage: (done: number) => void): Promise<void> {
  const cursor = readCursor(mirror)
  const place = { incarnation: cursor?.incarnation ?? 1, position: cursor?.position ?? 0, included: cursor?.included ?? null }
  const keysOfName = new Map<string, readonly string[]>()
  const cachedKeys = (name: string): readonly string[] => {
    const known = keysOfName.get(name) ?? nameKeys(name)
    keysOfName.set(name, known)
    return known
  }
  for (let from = 0; from < count; from += PAGE_MEMBERS) {
    const numbers = Array.from({ length: Math.min(PAGE_MEMBERS, count - from) }, (_, index) => from + index)
    const changes = numbers.map((number): FeedChange => ({ kind: 'member', memberId: memberIdOf(number), row: memberRow(number, key, cachedKeys, nowMs) }))
    applyFeedPage(mirror, { ...place, changes })
    onPage(from + numbers.length)
    // It takes minutes, and Ctrl-C is to be heard.
    await afterOthers()
  }
}

function memberRow(number: number, key: RegionKey, keysOfName: (name: string) => readonly string[], nowMs: number): MemberFeedRow {
  const memberId = memberIdOf(number)
  const name = nameOf(number)
  const phone = phoneOf(number)
  const index = (kind: 'card' | 'phone' | 'phone-tail', text: string): Uint8Array => blindIndex(hmacSha256, key.indexKey, kind, text)
  const lots = [0, 1].map((lot) => ({ lotId: `${memberId}-${lot}`, points: 100 + ((number * 37 + lot * 11) % 900), earnedAtMs: nowMs - (30 + lot) * DAY_MS, availableAtMs: null, expiresAtMs: nowMs + (200 + lot) * DAY_MS, grace: false }))
  return {
    ...{ memberId, lots, status: 'active', tier: number % 9 === 0 ? 'gold' : null, joined: '2025-03-01', lastPurchase: '2026-10-01' },
    box: sealMember(aead, randomBytes, key.boxKey, memberId, { name, title: number % 2 === 0 ? 'ms' : 'mr', phone, birthday: '07-14', notes: '' }),
    cards: [{ cardIndex: index('card', cardOf(number)), status: 'active' }],
    phoneIndexes: [index('phone', phone)],
    tailIndexes: [index('phone-tail', phoneTail(phone) ?? '')],
    nameKeys: keysOfName(name),
    ...{ purchases: 12, qualifying: 800, segments: [], promotionUses: {}, carry: '0', coupons: [], limitUses: [] },
    balancePoints: lots.reduce((sum, lot) => sum + lot.points, 0),
    ...{ debtPoints: 0, lentPoints: 0, unconfirmedPoints: 0 },
    ...{ countersDate: null, earnedTodayPoints: 0, earnedMonthPoints: 0, storedPrincipalMinor: 0, storedBonusMinor: 0, coupons: [], limitUses: [] },
    changedAtMs: nowMs,
  }
}
