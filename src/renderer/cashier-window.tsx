import { useEffect, useState } from 'react'
import { createLanguage, switchLanguage } from '../ui/i18n/language.ts'
import { LanguageProvider } from '../ui/i18n/use-language.tsx'
import { loadPreferences, savePreferences, showPreferences, type Preferences } from '../ui/preferences.ts'
import type { TillBridge } from './bridge.ts'
import { Till } from './frame/till.tsx'
import { Starting } from './frame/starting.tsx'
import { listenForCommands } from './keys/layers.ts'
import { followWedge } from './scan/wedge-state.ts'
import { ActionsContext } from './state/context.ts'
import { deskActions } from './state/desk-actions.ts'
import { followEngine, useMirror } from './state/mirror.ts'
import { PreferencesContext } from './state/preferences.ts'
import { pageTexts, type TillText } from './texts.ts'

/** The cashier's window: mirrors the engine, listens to scanner and keyboard, draws the till. */
export function CashierWindow({ bridge }: { readonly bridge: TillBridge }) {
  const [preferences, setPreferences] = useState(loadPreferences)
  const [parts] = useState(() => makeParts(bridge, preferences))
  const isReady = useMirror((mirror) => mirror.desk !== null && mirror.status !== null)

  useEffect(() => {
    const following = parts.follow()
    const unhookWedge = followWedge(window, bridge, (scan) => void parts.actions.submitCode('wedge', scan.text))
    const stopCommands = listenForCommands(window)
    // The system says that there is a network again: HQ may be there before the till's own next try.
    const tryHq = (): void => void parts.actions.syncNow()
    window.addEventListener('online', tryHq)
    return () => {
      window.removeEventListener('online', tryHq)
      stopCommands()
      unhookWedge()
      following()
    }
  }, [parts, bridge])

  const choose = (chosen: Preferences): void => {
    setPreferences(chosen)
    savePreferences(chosen)
    switchLanguage(parts.language, chosen.locale)
  }
  return (
    <LanguageProvider language={parts.language}>
      <PreferencesContext value={{ preferences, choose }}>
        <ActionsContext value={parts.actions}>{isReady ? <Till /> : <Starting />}</ActionsContext>
      </PreferencesContext>
    </LanguageProvider>
  )
}

function makeParts(bridge: TillBridge, preferences: Preferences) {
  showPreferences(preferences)
  const language = createLanguage(pageTexts, preferences.locale)
  const text: TillText = (key, values) => language.t(key, { ...values })
  let sayHello = (): void => undefined
  const actions = deskActions(bridge, text, () => sayHello())
  const follow = (): (() => void) => {
    const following = followEngine(bridge)
    sayHello = following.sayHello
    return following.stop
  }
  return { language, actions, follow }
}
