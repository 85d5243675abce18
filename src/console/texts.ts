import { commonTexts } from '../ui/i18n/common/texts.ts'
import { consoleTexts } from '../ui/i18n/console/texts.ts'
import { rulesTexts } from '../ui/i18n/rules/texts.ts'
import { mergeTexts } from '../ui/i18n/language.ts'
import { textHook } from '../ui/i18n/use-language.tsx'
import type { KeyOf, Text } from '../ui/i18n/texts.ts'

type Table = typeof commonTexts.en & typeof consoleTexts.en & typeof rulesTexts.en

/** Everything the console says. */
export const pageTexts = mergeTexts([commonTexts, consoleTexts, rulesTexts])
export type TextKey = KeyOf<Table>
export type ConsoleText = Text<TextKey>
export const useText = textHook<Table>()
