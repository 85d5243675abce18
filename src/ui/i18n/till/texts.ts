import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the till’s windows say. */
export const tillTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
