import { access } from 'node:fs/promises'
import path from 'node:path'
import { BackupRefused } from '../backup/backup-file.ts'
import { noteErased, readErased } from '../backup/erased.ts'
import { makeBackup } from '../backup/make-backup.ts'
import { restoreBackup } from '../backup/restore.ts'
import { systemClock } from '../clock.ts'
import { connect } from '../connect.ts'
import { examine, unreachable, type Diagnosis } from '../doctor/doctor.ts'
import { systemIds } from '../ids.ts'
import { lineLog } from '../log.ts'
import { eraseMember } from '../registry/erase.ts'
import type { Seeder } from '../seed.ts'
import type { Said } from './import-command.ts'
import type { CommandLine, Place } from './options.ts'
import { openPlace } from './place.ts'
import { Stop } from './stop.ts'

/** `backup FILE`: what was written, as one JSON line. */
export async function backup(hq: Seeder, databaseUrl: string, { words, force }: Pick<CommandLine, 'words' | 'force'>, { print }: Said): Promise<void> {
  const [, named] = words
  if (named === undefined || words.length > 2) throw new Stop(2, 'tillpoint-hq backup FILE [--force]')
  const file = path.resolve(named)
  if (!force && (await exists(file))) throw new Stop(1, `${file} is there already; name another file, or write over it with --force`)
  print(JSON.stringify(await readable(file, () => makeBackup(hq, databaseUrl, file))))
}

/** `restore FILE`: the database is not brought up to date before, because it is put away. */
export async function restore(line: CommandLine, { print, say }: Said): Promise<void> {
  const [, named] = line.words
  if (named === undefined || line.words.length > 2) throw new Stop(2, 'tillpoint-hq restore FILE [--force]')
  const file = path.resolve(named)
  await readable(file, () => access(file))
  const place = await openPlace(line.place)
  try {
    const hq = { clock: systemClock, ids: systemIds, master: place.masterKey }
    const restored = await restoreBackup(hq, { databaseUrl: place.databaseUrl, file, force: line.force, erased: await readErased(line.place) })
    if (restored.kind === 'in_use') throw new Stop(1, `HQ runs over this database (${restored.connections} connections): end it first, then restore`)
    if (restored.kind === 'not_empty') throw new Stop(1, 'there is an HQ in this database already; make a backup of it, then put the old one in its place with --force')
    print(JSON.stringify(restored))
    say('tills send what came after the backup by themselves as soon as HQ serves again')
  } catch (cause) {
    if (cause instanceof BackupRefused) throw new Stop(2, `${file} is not used (${cause.why}): ${cause.message}. Nothing was changed.`)
    throw cause
  } finally {
    await place.release()
  }
}

const SIGNS = { ok: 'ok  ', warn: 'WARN', bad: 'BAD ' } as const

/** `doctor`: a line a check; 0 when nothing is bad, 1 when something is. */
export async function doctor(line: CommandLine, { print }: Said): Promise<void> {
  const diagnosis = await diagnosisOf(line.place)
  if (line.json) print(JSON.stringify(diagnosis))
  else for (const { check, level, says, todo } of diagnosis.checks) print(`${SIGNS[level]} ${check}: ${says}${todo === null ? '' : `\n     → ${todo}`}`)
  const bad = diagnosis.checks.filter((check) => check.level === 'bad')
  if (bad.length > 0) throw new Stop(1, `bad: ${bad.map(({ check }) => check).join(', ')}`)
}

async function diagnosisOf(place: Place): Promise<Diagnosis> {
  const opened = await openPlace(place).catch((cause: unknown) => unreachable(cause))
  if ('checks' in opened) return opened
  const db = connect(opened.databaseUrl, lineLog(() => undefined, systemClock.nowMs), 1)
  try {
    await db.selectNoFrom((e) => e.lit(1).as('one')).execute()
    return await examine({ db, nowMs: systemClock.nowMs(), folder: path.dirname(place.keyFile) })
  } catch (cause) {
    return unreachable(cause)
  } finally {
    await db.destroy()
    await opened.release()
  }
}

/** `erase MEMBER`: noted beside the master key first, so that no older backup brings her back. */
export async function erase(hq: Seeder, place: Place, memberId: string | undefined, { say }: Pick<Said, 'say'>): Promise<void> {
  if (memberId === undefined) throw new Stop(2, 'tillpoint-hq erase MEMBER')
  const known = await hq.db.selectFrom('members').select('member_id').where('member_id', '=', memberId).executeTakeFirst()
  if (!known) throw new Stop(1, `there is no member ${memberId}`)
  await noteErased(place, memberId)
  await eraseMember(hq, memberId, 'tillpoint-hq erase')
  say(`${memberId} is erased; tills destroy her data when they next hear from HQ`)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw new Stop(2, `${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
