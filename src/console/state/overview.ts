import { useCallback, useEffect, useState } from 'react'
import { askOverview, listen } from '../api.ts'
import type { ConsoleOverview } from '../../contract/console-wire.ts'

/** What the page knows: the last overview stays on screen while HQ is away, and says so. */
export type OverviewState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'known'; readonly overview: ConsoleOverview; readonly isAway: boolean; readonly isLive: boolean }
  /** HQ has not answered yet. */
  | { readonly kind: 'away' }

const POLL_MS = 5_000

/** Asks at once, at every piece of news, and every five seconds. */
export function useOverview(): { readonly state: OverviewState; readonly askAgain: () => void } {
  const [state, setState] = useState<OverviewState>({ kind: 'asking' })
  const [isLive, setIsLive] = useState(false)
  const askAgain = useCallback(() => {
    void askOverview().then((asked) => setState((before) => next(before, asked)))
  }, [])
  const isSignedOut = state.kind === 'signed-out'
  useEffect(() => {
    if (isSignedOut) return
    askAgain()
    const poll = setInterval(askAgain, POLL_MS)
    const stop = listen(askAgain, setIsLive)
    return () => {
      clearInterval(poll)
      stop()
    }
  }, [askAgain, isSignedOut])
  return { state: state.kind === 'known' ? { ...state, isLive: isLive && !state.isAway } : state, askAgain }
}

function next(before: OverviewState, asked: Awaited<ReturnType<typeof askOverview>>): OverviewState {
  if (asked.kind === 'signed-out') return { kind: 'signed-out' }
  if (asked.kind === 'answer') return { kind: 'known', overview: asked.answer, isAway: false, isLive: false }
  return before.kind === 'known' ? { ...before, isAway: true } : { kind: 'away' }
}
