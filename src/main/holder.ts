import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Who holds a till's folder, in words, as the file beside the lock tells it. */
export function holderOf(tillDir: string): string {
  try {
    const holder = JSON.parse(readFileSync(path.join(tillDir, 'till.lock'), 'utf8')) as { readonly pid?: unknown; readonly sinceMs?: unknown }
    if (typeof holder.pid === 'number' && typeof holder.sinceMs === 'number') return `process ${holder.pid} since ${new Date(holder.sinceMs).toISOString()}`
  } catch {
    // Nobody has written it yet, or half of it.
  }
  return 'another process'
}
