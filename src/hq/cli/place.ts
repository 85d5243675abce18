import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Place } from './options.ts'
import { Stop } from './stop.ts'
import { runningDatabaseUrl, startEmbeddedPostgres } from '../embedded-postgres.ts'
import { EmbeddedPostgresError } from '../embedded-postgres-error.ts'
import { loadMasterKey, type MasterKey } from '../master-key.ts'

/** A database that answers, and the key to its secrets. */
export type OpenPlace = { readonly databaseUrl: string; readonly masterKey: MasterKey; release(): Promise<void> }

/**
 * Opens the database for a short command: one that runs (HQ serves) is used and left running, one that does not is
 * started and ended again.
 */
export async function openPlace(place: Place): Promise<OpenPlace> {
  const masterKey = await keyOf(place)
  if (place.kind === 'url') return { databaseUrl: place.databaseUrl, masterKey, release: async () => undefined }
  const running = await runningDatabaseUrl(place.folder)
  if (running !== null) return { databaseUrl: running, masterKey, release: async () => undefined }
  return startOwn(place.folder, masterKey)
}

/** Opens the database for `serve`: an embedded one is ours from now on, and ends with us. */
export async function takePlace(place: Place): Promise<OpenPlace> {
  const masterKey = await keyOf(place)
  return place.kind === 'url' ? { databaseUrl: place.databaseUrl, masterKey, release: async () => undefined } : startOwn(place.folder, masterKey)
}

async function startOwn(folder: string, masterKey: MasterKey): Promise<OpenPlace> {
  try {
    const server = await startEmbeddedPostgres({ folder, log: (line) => process.stderr.write(`${line}\n`) })
    return { databaseUrl: server.databaseUrl, masterKey, release: () => server.stop() }
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw new Stop(3, cause.message)
    throw cause
  }
}

/** Makes HQ's folder. Others may pass through it (PostgreSQL runs as another user when we are root), not look into it. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 }).catch((cause: unknown) => explainFolder(folder, cause))
}

async function keyOf(place: Place): Promise<MasterKey> {
  await makeFolder(path.dirname(place.keyFile))
  try {
    return await loadMasterKey(place.keyFile)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== undefined) explainFolder(place.keyFile, cause)
    throw new Stop(2, cause instanceof Error ? cause.message : String(cause))
  }
}

function explainFolder(place: string, cause: unknown): never {
  throw new Stop(3, `HQ cannot use ${place}: ${cause instanceof Error ? cause.message : String(cause)}. Name another folder with --data or --embedded.`)
}
