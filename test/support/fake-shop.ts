import type { MemberCandidate, ProductView } from '../../src/contract/till-calls.ts'
import type { DeskMember } from '../../src/contract/desk-state.ts'

/** The shop of the design's pictures: its goods, its members, its rules. */
export type FakeProduct = ProductView & { readonly barcode: string; readonly category: string }

function product(sku: string, barcode: string, category: string, unit: 'piece' | 'kg', prices: readonly [number, number | null], packing: string, names: readonly [string, string, string]): FakeProduct {
  const [hans, hant, en] = names
  return { sku, barcode, category, unit, unitPriceMinor: prices[0], memberPriceMinor: prices[1], packing, name: { 'zh-Hans': hans, 'zh-Hant': hant, en } }
}

export const products: readonly FakeProduct[] = [
  product('RICE', '6901020334001', 'rice', 'piece', [6930, 6530], '10 kg', ['东北长粒香米', '東北長粒香米', 'North-east long-grain rice']),
  product('APPLE', '6901020334002', 'fruit', 'kg', [1280, null], '', ['红富士苹果', '紅富士蘋果', 'Fuji apples']),
  product('NUT', '6901020334003', 'snack', 'piece', [1580, null], '200 g', ['原味坚果酥', '原味堅果酥', 'Plain nut crisps']),
  product('CRACKER', '6901020334018', 'snack', 'piece', [1590, null], '320 g', ['海盐苏打饼干', '海鹽蘇打餅乾', 'Sea-salt crackers']),
  product('BAG', '', 'household', 'piece', [30, null], '', ['购物袋', '購物袋', 'Bag']),
  product('EGG', '', 'fresh', 'kg', [1280, null], '', ['散鸡蛋', '散雞蛋', 'Eggs']),
  product('BUN', '', 'fresh', 'piece', [150, null], '', ['鲜馒头', '鮮饅頭', 'Buns']),
  product('WATER', '', 'drink', 'piece', [900, null], '5 l', ['桶装水', '桶裝水', 'Water']),
  product('LONG', '6901020334025', 'household', 'piece', [12_345_600, 9_999_999], '48 × 250 ml', ['特别长的商品名称用来看看会不会把金额挤出这一行的右边', '特別長的商品名稱用來看看會不會把金額擠出這一行的右邊', 'An especially long name of goods that must never push the amount off the right edge of its line']),
]

const gold = { id: 'gold', name: { 'zh-Hans': '金卡', 'zh-Hant': '金卡', en: 'Gold' }, rank: 2, rankCount: 4 }
const silver = { id: 'silver', name: { 'zh-Hans': '银卡', 'zh-Hant': '銀卡', en: 'Silver' }, rank: 1, rankCount: 4 }
const plain = { id: 'member', name: { 'zh-Hans': '会员', 'zh-Hant': '會員', en: 'Member' }, rank: 0, rankCount: 4 }

function candidate(memberId: string, displayName: string, title: 'ms' | 'mr', surname: readonly [string, string], phoneMasked: string, tier: DeskMember['tier'], lastPurchase: string): MemberCandidate {
  return { memberId, displayName, address: { title, surname: surname[0], surnameLatin: surname[1] }, phoneMasked, tierName: tier?.name ?? null, tier, lastPurchase, status: 'active' }
}

/** Card of Ms Chen; codes of others name nobody. */
export const CARD_OF_CHEN = '8812000011115127'

export const candidates: readonly MemberCandidate[] = [
  candidate('m-chen', '陈*满', 'ms', ['陈', 'Chen'], '138****5127', gold, '2026-10-14'),
  candidate('m-2', '陈*满', 'ms', ['陈', 'Chen'], '159****0846', silver, '2026-09-20'),
  candidate('m-3', '蔡*明', 'mr', ['蔡', 'Cai'], '137****9052', silver, '2026-11-08'),
  candidate('m-4', '陈*敏', 'mr', ['陈', 'Chen'], '186****3370', plain, '2025-11-19'),
]

/** 3,860 usable (260 of them for 30 days), 400 lent, 150 unconfirmed, 128 vesting. */
export function chen(foundBy: DeskMember['foundBy'], confirmedAtMs: number): DeskMember {
  const found = candidates[0]!
  return {
    memberId: found.memberId,
    displayName: found.displayName,
    address: found.address,
    phoneMasked: found.phoneMasked,
    tier: found.tier,
    status: 'active',
    foundBy,
    birthdayToday: false,
    lastPurchase: found.lastPurchase,
    balance: {
      balancePoints: 4538,
      usableHerePoints: foundBy === 'phone-tail' ? 0 : 3860,
      lentElsewherePoints: 400,
      unconfirmedPoints: 150,
      vestingPoints: 128,
      vestingFrom: '2026-11-27',
      expiringSoonPoints: 260,
      debtPoints: 0,
      confirmedAtMs,
      limitedBy: foundBy === 'phone-tail' ? 'found-by-phone-tail' : null,
    },
    tierProgress: { metric: 'points-earned', qualifying: 6140, qualifyingAfter: 6140, next: { id: 'black', name: { 'zh-Hans': '黑金卡', 'zh-Hant': '黑金卡', en: 'Black' }, threshold: 8000, missing: 1860 } },
    storedValue: { principalMinor: 20_000, bonusMinor: 3000, usableHereMinor: foundBy === 'phone-tail' ? 0 : 23_000 },
  }
}

/** 1 point per 1.00; gold ×1.5; member day ×2 on every 20th; snacks from 60.00 double; birthday double. */
export const programmeDocument = {
  format: 'tillpoint-programme/1', id: 'pictures', version: 12, region: 'CN', name: { en: 'Pictures' }, currency: 'CNY', timeZone: 'Asia/Shanghai', businessDayStart: '00:00',
  earn: { points: 1, perMinor: 100, caps: { perDayPoints: 2000 } },
  tiers: {
    metric: 'points-earned', window: { kind: 'rolling-months', months: 12 },
    levels: [
      { id: 'member', name: { en: 'Member' }, threshold: 0 },
      { id: 'silver', name: silver.name, threshold: 1000 },
      { id: 'gold', name: gold.name, threshold: 2000, earnMultiplier: '1.5' },
      { id: 'black', name: { en: 'Black' }, threshold: 8000, earnMultiplier: '2' },
    ],
  },
  promotions: [
    { id: 'member-day', name: { 'zh-Hans': '会员日', 'zh-Hant': '會員日', en: 'member day' }, state: 'live', kind: 'earn-multiplier', effect: { multiplier: '2' }, when: { monthDays: [10, 20, 30] } },
    { id: 'snacks', name: { 'zh-Hans': '零食积分翻倍', 'zh-Hant': '零食積分翻倍', en: 'double points on snacks' }, state: 'live', kind: 'earn-multiplier', effect: { multiplier: '2' }, what: { categories: ['snack'], minSpendMinor: 6000 } },
    { id: 'birthday', name: { 'zh-Hans': '生日当月 2 倍', 'zh-Hant': '生日當月 2 倍', en: 'Birthday month, double' }, state: 'live', kind: 'earn-multiplier', effect: { multiplier: '2' }, when: { birthday: 'month' } },
  ],
  coupons: [
    { id: 'c-120-8', name: { 'zh-Hans': '满 120 减 8', 'zh-Hant': '滿 120 減 8', en: '8 off from 120' }, kind: 'amount-off', effect: { minor: 800, per: 'basket' }, what: { minSpendMinor: 12000 } },
    { id: 'c-nut-3', name: { 'zh-Hans': '坚果满 30 减 3', 'zh-Hant': '堅果滿 30 減 3', en: '3 off nuts from 30' }, kind: 'amount-off', effect: { minor: 300, per: 'basket' }, what: { skus: ['NUT'], minSpendMinor: 3000 } },
    { id: 'c-tea-5', name: { 'zh-Hans': '茶减 5', 'zh-Hant': '茶減 5', en: '5 off tea' }, kind: 'amount-off', effect: { minor: 500, per: 'basket' }, what: { categories: ['tea'] } },
  ],
}

/** Coupons by their codes, as on paper or in her account. */
export const couponsInHand = [
  { code: '2900000000018', coupon: 'c-120-8', expiresAt: '2026-11-23T23:59:59+08:00', hers: true },
  { code: '2900000000025', coupon: 'c-nut-3', expiresAt: '2026-12-31T23:59:59+08:00', hers: true },
  { code: '2900000000032', coupon: 'c-tea-5', expiresAt: null, hers: false },
] as const
