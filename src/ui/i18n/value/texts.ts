import { en } from './en.ts'
import { zhHans } from './zh-hans.ts'
import { zhHant } from './zh-hant.ts'

/** What the till says of gift cards, of paying stored value out, and of the best way to pay. */
export const valueTexts = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
