import type { EngineOptions } from '../engine-options.ts'
import { tillHeaders } from '../../contract/wire-headers.ts'
import type { Fetch } from './hq-client.ts'

/** What HQ shows of this till in its list. */
export type TillAbout = { readonly version: string | null; readonly queuedEvents: number; readonly wallClockMs: number }

/** Tells HQ beside every request how this till is. HQ refuses nothing for it, and a till that cannot tell asks all the same. */
export function announcedFetch(fetch: Fetch, about: () => TillAbout): Fetch {
  return (url, init) => {
    const { version, queuedEvents, wallClockMs } = about()
    const headers = new Headers(init.headers)
    if (version !== null) headers.set(tillHeaders.version, version)
    headers.set(tillHeaders.queuedEvents, String(queuedEvents))
    headers.set(tillHeaders.wallClockMs, String(Math.round(wallClockMs)))
    return fetch(url, { ...init, headers })
  }
}

/** As this till announces itself. */
export function announcedFetchOf({ fetch = globalThis.fetch, programVersion, clock }: Pick<EngineOptions, 'fetch' | 'programVersion' | 'clock'>, queuedEvents: () => number): Fetch {
  return announcedFetch(fetch, () => ({ version: programVersion ?? null, queuedEvents: queuedEvents(), wallClockMs: clock.wallMs() }))
}
