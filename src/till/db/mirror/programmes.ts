import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A version of the rules. `hash` is the SHA-256 (hex) of the canonical JSON; versions are kept. */
export type MirrorProgramme = {
  readonly version: number
  readonly hash: string
  readonly json: string
  readonly current: boolean
}

type Stored = Omit<MirrorProgramme, 'current'> & { readonly current: number }

/** The rules in force; null: none has come from HQ yet. */
export function readCurrentProgramme(mirror: MirrorRead): MirrorProgramme | null {
  const row = mirror.get<Stored>('SELECT version, hash, json, current FROM programmes WHERE current = 1')
  return row === undefined ? null : { ...row, current: true }
}

/** Which rules are in force, without their text. */
export function readCurrentProgrammeHash(mirror: MirrorRead): string | null {
  return mirror.get<{ hash: string }>('SELECT hash FROM programmes WHERE current = 1')?.hash ?? null
}

/** One version; null: not here. */
export function readProgramme(mirror: MirrorRead, version: number): MirrorProgramme | null {
  const row = mirror.get<Stored>('SELECT version, hash, json, current FROM programmes WHERE version = ?', [version])
  return row === undefined ? null : { ...row, current: row.current === 1 }
}

/** Writes a version; when it is the current one, no other is. */
export function putProgramme(tx: MirrorWrite, programme: MirrorProgramme): void {
  if (programme.current) tx.run('UPDATE programmes SET current = 0 WHERE current = 1')
  tx.run(
    `INSERT INTO programmes (version, hash, json, current) VALUES (@version, @hash, @json, @current)
    ON CONFLICT (version) DO UPDATE SET hash = excluded.hash, json = excluded.json, current = excluded.current`,
    { ...programme, current: programme.current ? 1 : 0 },
  )
}

/** Forgets a version. */
export function deleteProgramme(tx: MirrorWrite, version: number): void {
  tx.run('DELETE FROM programmes WHERE version = ?', [version])
}
