import { locales, nearestLocale, type Locale } from './format/locale.ts'

/** The three looks. */
export const themes = ['light', 'dark', 'contrast'] as const
export type Theme = (typeof themes)[number]
export type Preferences = { readonly locale: Locale; readonly theme: Theme }

const STORED_AS = 'tillpoint.preferences'

/** What this person chose on this machine; at the first start what the system asks for. */
export function loadPreferences(): Preferences {
  const stored = readStored()
  return {
    locale: locales.find((locale) => locale === stored['locale']) ?? nearestLocale(navigator.languages),
    theme: themes.find((theme) => theme === stored['theme']) ?? systemTheme(),
  }
}

/** Keeps the choice and shows the theme at once. The language is switched by its own provider. */
export function savePreferences(preferences: Preferences): void {
  showPreferences(preferences)
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(preferences))
  } catch {
    // A full or forbidden store costs the choice at the next start, never the work.
  }
}

/** Sets theme and language on the page's root. */
export function showPreferences({ locale, theme }: Preferences): void {
  document.documentElement.dataset['theme'] = theme
  document.documentElement.lang = locale
}

function readStored(): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(STORED_AS) ?? '{}')
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}

function systemTheme(): Theme {
  if (matchMedia('(prefers-contrast: more)').matches) return 'contrast'
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
