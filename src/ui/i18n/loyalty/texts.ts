import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the till says of coupons, stored value and tiers. */
export const loyaltyTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
