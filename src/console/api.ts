import type { ConsoleChecked, ConsoleMembers, ConsoleOverview, ConsoleProducts, ConsoleProgrammes, ConsolePublished, ConsoleSuspenses } from '../contract/console-wire.ts'

/** The page's only door to HQ: same origin, by a cookie that no script can read. Nothing here throws. */
export type Asked<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'signed-out' }
  /** No answer, or none that can be used; asking again is safe. */
  | { readonly kind: 'away' }
export type SignInOutcome = 'signed-in' | 'refused' | 'too-many' | 'away'

const api = (route: string): string => `/console/api/${route}`

async function ask<Answer>(route: string, sent?: unknown): Promise<Asked<Answer>> {
  const body = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) }
  try {
    const response = await fetch(api(route), { cache: 'no-store', ...(sent === undefined ? {} : body) })
    if (response.status === 401) return { kind: 'signed-out' }
    if (!response.ok) return { kind: 'away' }
    // HQ checks what it sends against the contract's schema; the page trusts its own server.
    return { kind: 'answer', answer: (await response.json()) as Answer }
  } catch {
    return { kind: 'away' }
  }
}

export const askOverview = (): Promise<Asked<ConsoleOverview>> => ask('overview')
export const askMembers = (query: string): Promise<Asked<ConsoleMembers>> => ask(`members?query=${encodeURIComponent(query)}`)
export const askProducts = (): Promise<Asked<ConsoleProducts>> => ask('products')
export const askSuspense = (): Promise<Asked<ConsoleSuspenses>> => ask('suspense')

export const askProgrammes = (): Promise<Asked<ConsoleProgrammes>> => ask('programmes')
/** What publishing would do; changes nothing. */
export const checkProgramme = (document: unknown): Promise<Asked<ConsoleChecked>> => ask('programmes/check', { document })
/** @param replaces the version against which the changes were shown; null: there was none */
export const publishProgramme = (document: unknown, replaces: number | null): Promise<Asked<ConsolePublished>> => ask('programmes', { document, replaces })
export const programmeFileAddress = (version: number): string => api(`programmes/${version}`)

export async function signIn(password: string): Promise<SignInOutcome> {
  try {
    const { status } = await fetch(api('login'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ password }) })
    if (status === 200) return 'signed-in'
    return status === 429 ? 'too-many' : status < 500 ? 'refused' : 'away'
  } catch {
    return 'away'
  }
}

export async function signOut(): Promise<void> {
  await fetch(api('logout'), { method: 'POST' }).catch(() => undefined)
}

/** Calls `onNews` whenever HQ has something new, and `onLine` when the line comes or goes. @returns how to stop. */
export function listen(onNews: () => void, onLine: (isLive: boolean) => void): () => void {
  const events = new EventSource(api('events'))
  events.addEventListener('changed', onNews)
  events.onopen = () => onLine(true)
  events.onerror = () => onLine(false)
  return () => events.close()
}
