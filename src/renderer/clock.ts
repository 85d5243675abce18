import { useEffect, useState } from 'react'
import { useMirror } from './state/mirror.ts'

/** The page's own monotonic clock: for ages and timeouts, never for a date. */
export function pageMs(): number {
  return performance.now()
}

/** The till's trusted time now: what the engine last said, plus what has passed here since. */
export function tillNowMs(status: { readonly nowMs: number } | null, statusAtPageMs: number): number {
  return status === null ? 0 : status.nowMs + Math.max(0, pageMs() - statusAtPageMs)
}

/** The till's time, drawn again every second. */
export function useTillNow(): number {
  const [, setTick] = useState(0)
  const status = useMirror((mirror) => mirror.status)
  const statusAtPageMs = useMirror((mirror) => mirror.statusAtPageMs)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return tillNowMs(status, statusAtPageMs)
}
