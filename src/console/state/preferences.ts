import { createContext, use } from 'react'
import type { Preferences } from '../../ui/preferences.ts'

/** What this person chose, and how to choose anew. */
export type PreferencesChoice = { readonly preferences: Preferences; readonly choose: (chosen: Preferences) => void }
export const PreferencesContext = createContext<PreferencesChoice | null>(null)

export function usePreferences(): PreferencesChoice {
  const choice = use(PreferencesContext)
  if (choice === null) throw new Error('no <PreferencesContext> above this component')
  return choice
}
