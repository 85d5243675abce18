import type { i18n } from 'i18next'
import { createContext, use, useCallback, useSyncExternalStore, type ReactNode } from 'react'
import type { Locale } from '../format/locale.ts'
import type { KeyOf, Text } from './texts.ts'

const LanguageContext = createContext<i18n | null>(null)

/** Gives a page its texts and keeps `<html lang>` true. */
export function LanguageProvider({ language, children }: { readonly language: i18n; readonly children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>
}

function useLanguage(): i18n {
  const language = use(LanguageContext)
  if (language === null) throw new Error('no <LanguageProvider> above this component')
  return language
}

function subscribeTo(language: i18n, onChange: () => void): () => void {
  language.on('languageChanged', onChange)
  return () => {
    language.off('languageChanged', onChange)
  }
}

/** The language in use; the component draws again when it changes. */
export function useLocale(): Locale {
  const language = useLanguage()
  const current = (): Locale => language.language as Locale
  // The third is for drawing to text, as tests do.
  return useSyncExternalStore(useCallback((onChange: () => void) => subscribeTo(language, onChange), [language]), current, current)
}

/** Makes the typed hook of one page: `export const useText = textHook<typeof common.en & typeof till.en>()`. */
export function textHook<Table>(): () => Text<KeyOf<Table>> {
  return function useText() {
    const language = useLanguage()
    const locale = useLocale()
    return useCallback((key, values) => language.t(key, { ...values, lng: locale }), [language, locale])
  }
}
