import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What till and console both say. */
export const commonTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
