import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Note } from '../ui/components/note.tsx'
import { intlTags } from '../ui/format/locale.ts'
import { createLanguage, switchLanguage } from '../ui/i18n/language.ts'
import { LanguageProvider } from '../ui/i18n/use-language.tsx'
import { loadPreferences, savePreferences, showPreferences, type Preferences } from '../ui/preferences.ts'
import { signOut } from './api.ts'
import { Frame } from './frame/frame.tsx'
import { SignIn } from './sign-in/sign-in.tsx'
import { useOverview, type OverviewState } from './state/overview.ts'
import { PreferencesContext } from './state/preferences.ts'
import { pageTexts, useText } from './texts.ts'
import css from './app.module.css'

/** The console: the door until somebody has signed in, then the frame with its pages. */
export function ConsoleApp() {
  const [preferences, setPreferences] = useState(loadPreferences)
  const [language] = useState(() => createLanguage(pageTexts, preferences.locale))
  useEffect(() => showPreferences(preferences), [preferences])
  const choice = useMemo(() => {
    const choose = (chosen: Preferences): void => {
      savePreferences(chosen)
      switchLanguage(language, chosen.locale)
      setPreferences(chosen)
    }
    return { preferences, choose }
  }, [preferences, language])
  return (
    <PreferencesContext value={choice}>
      <LanguageProvider language={language}>
        <I18nProvider locale={intlTags[preferences.locale]}>
          <Doorkeeper />
        </I18nProvider>
      </LanguageProvider>
    </PreferencesContext>
  )
}

function Doorkeeper() {
  const text = useText()
  const { state, askAgain } = useOverview()
  useEffect(() => {
    document.title = text('hq.title')
  }, [text])
  const leave = (): void => void signOut().then(askAgain)
  return pageOf(state, askAgain, leave, text('sign-in.away'))
}

function pageOf(state: OverviewState, askAgain: () => void, leave: () => void, awayWords: string): ReactNode {
  switch (state.kind) {
    case 'asking':
      return null
    case 'signed-out':
      return <SignIn onSignedIn={askAgain} />
    case 'away':
      return (
        <main className={css['away']}>
          <Note icon="offline" tone="wait" title={awayWords} />
        </main>
      )
    case 'known':
      return <Frame overview={state.overview} isAway={state.isAway} isLive={state.isLive} onSignOut={leave} onSignedOut={askAgain} />
  }
}
