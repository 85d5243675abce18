import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** The rules engine’s explanation in words. */
export const explainTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
