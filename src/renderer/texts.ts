import { commonTexts } from '../ui/i18n/common/texts.ts'
import { devicesTexts } from '../ui/i18n/devices/texts.ts'
import { explainTexts } from '../ui/i18n/explain/texts.ts'
import { loyaltyTexts } from '../ui/i18n/loyalty/texts.ts'
import { returnsTexts } from '../ui/i18n/returns/texts.ts'
import { scannersTexts } from '../ui/i18n/scanners/texts.ts'
import { mergeTexts } from '../ui/i18n/language.ts'
import { textHook } from '../ui/i18n/use-language.tsx'
import { staffTexts } from '../ui/i18n/staff/texts.ts'
import { tillTexts } from '../ui/i18n/till/texts.ts'
import { valueTexts } from '../ui/i18n/value/texts.ts'
import type { KeyOf, Text } from '../ui/i18n/texts.ts'

type Table = typeof commonTexts.en & typeof devicesTexts.en & typeof explainTexts.en & typeof loyaltyTexts.en & typeof returnsTexts.en & typeof scannersTexts.en & typeof staffTexts.en & typeof tillTexts.en & typeof valueTexts.en

/** Everything the till's windows say. */
export const pageTexts = mergeTexts([commonTexts, devicesTexts, explainTexts, loyaltyTexts, returnsTexts, scannersTexts, staffTexts, tillTexts, valueTexts])
export type TextKey = KeyOf<Table>
export type TillText = Text<TextKey>
export const useText = textHook<Table>()
