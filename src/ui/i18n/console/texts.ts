import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What HQ's console says. */
export const consoleTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
