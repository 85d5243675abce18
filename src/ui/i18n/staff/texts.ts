import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the till says about people, rights, the drawer and the shift. */
export const staffTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
