import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the devices page says. */
export const devicesTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
