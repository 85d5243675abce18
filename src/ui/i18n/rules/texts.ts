import { en } from './en.ts'
import { settingEn } from './setting-en.ts'
import { settingZhHans } from './setting-zh-hans.ts'
import { settingZhHant } from './setting-zh-hant.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What HQ's page for programmes says, and how a programme's settings are called. */
export const rulesTexts = { 'zh-Hans': { ...zhHans, ...settingZhHans }, 'zh-Hant': { ...zhHant, ...settingZhHant }, en: { ...en, ...settingEn } }
