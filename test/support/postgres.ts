import { inject } from 'vitest'

/** A database of one's own on the run's PostgreSQL: with HQ's schema, or empty. It goes with the run. */
export async function makeDatabase(kind: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${inject('postgresPort')}/${kind}`)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}
