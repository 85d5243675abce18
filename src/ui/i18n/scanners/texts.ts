import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the screens of a return say. */
export const scannersTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
