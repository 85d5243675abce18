import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 25

/**
 * Looks again and again until what is read is as wanted; a look that fails counts as nothing seen.
 * @throws with what there is instead
 */
export async function until<Seen extends object>(what: string, read: () => Promise<Seen | null>, isThere: (seen: Seen) => boolean, timeoutMs: number): Promise<Seen> {
  const endMs = performance.now() + timeoutMs
  for (;;) {
    const seen = await read().catch(() => null)
    if (seen !== null && isThere(seen)) return seen
    if (performance.now() > endMs) throw new Error(`no ${what} within ${timeoutMs} ms; there is ${JSON.stringify(seen).slice(0, 1500)}`)
    await sleep(LOOK_EVERY_MS)
  }
}
