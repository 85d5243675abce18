import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { backup, doctor, erase, restore } from './care-commands.ts'
import { importList } from './import-command.ts'
import { importJournalFile, suspense } from './journal-commands.ts'
import type { CommandLine } from './options.ts'
import { openPlace } from './place.ts'
import { pinFromInput, staffCommand } from './staff-command.ts'
import { Stop } from './stop.ts'
import { systemClock } from '../clock.ts'
import { connect, migrateDatabase } from '../connect.ts'
import { makeConsolePassword } from '../console/password.ts'
import { makeEnrolCode } from '../enrol.ts'
import { systemIds } from '../ids.ts'
import { lineLog } from '../log.ts'
import { issueCoupons } from '../registry/coupons.ts'
import { issueMemberCode } from '../registry/member-codes.ts'
import { publishProgramme } from '../registry/programmes.ts'
import { nameReferrer } from '../registry/referrers.ts'
import { seed, type Seeder } from '../seed.ts'
import { revokeTill } from '../session.ts'

const resources = path.resolve(import.meta.dirname, '../../../resources')
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** The short commands: each opens the database, does one thing, prints its result, and ends. */
export const commands: Readonly<Record<string, (line: CommandLine) => Promise<void>>> = {
  migrate: (line) => withDatabase(line, async () => say('the database is up to date')),
  seed: (line) => withDatabase(line, (hq) => seedSample(hq, line.programmeFile)),
  'enrol-code': (line) => withDatabase(line, (hq) => printEnrolCode(hq, line.words[1])),
  'console-password': (line) => withDatabase(line, async (hq) => print(await makeConsolePassword(hq))),
  programme: (line) => withDatabase(line, (hq) => publish(hq, line.words)),
  coupons: (line) => withDatabase(line, (hq) => giveCoupons(hq, line.words)),
  'member-code': (line) => withDatabase(line, (hq) => printMemberCode(hq, line.words)),
  referrer: (line) => withDatabase(line, (hq) => sayReferrer(hq, line.words)),
  erase: (line) => withDatabase(line, (hq) => erase(hq, line.place, line.words[1], { say })),
  backup: (line) => withDatabase(line, (hq, databaseUrl) => backup(hq, databaseUrl, line, { print, say })),
  restore: (line) => restore(line, { print, say }),
  doctor: (line) => doctor(line, { print, say }),
  import: (line) => withDatabase(line, (hq) => importList(hq, line, { print, say })),
  'import-journal': (line) => withDatabase(line, (hq) => importJournalFile(hq, line.words[1], print)),
  suspense: (line) => withDatabase(line, (hq) => suspense(hq, line.words, print)),
  staff: (line) => withDatabase(line, (hq) => staffCommand(hq, line.words, { print, readPin: pinFromInput })),
  revoke: (line) => withDatabase(line, (hq) => revoke(hq, line.words[1])),
}

/** Puts in the sample shop where it is not there yet, and says what it put in. */
export async function seedSample(hq: Seeder, programmeFile: string | null): Promise<void> {
  const report = await seed(hq, { sampleDir: path.join(resources, 'sample'), programmeFile: programmeFile === null ? path.join(resources, 'programmes/harbour-club.json') : path.resolve(programmeFile) })
  say(`sample shop: ${report.stores} stores, ${report.staff} staff, ${report.products} products and ${report.members} members put in; rules version ${report.programme.version}`)
}

async function printEnrolCode(hq: Seeder, storeId: string | undefined): Promise<void> {
  const first = await hq.db.selectFrom('stores').select('store_id').orderBy('store_id').executeTakeFirst()
  const wanted = storeId ?? first?.store_id
  if (wanted === undefined) throw new Stop(1, 'there are no stores yet: tillpoint-hq seed')
  const made = await makeEnrolCode(hq, wanted)
  if (!made) throw new Stop(1, `there is no store ${wanted}`)
  say(`one-time code for a till of store ${wanted}, good for 15 minutes:`)
  print(made.code)
}

async function publish(hq: Seeder, words: readonly string[]): Promise<void> {
  const [, verb, file] = words
  if (verb !== 'publish' || file === undefined) throw new Stop(2, 'tillpoint-hq programme publish FILE')
  const outcome = await publishProgramme(hq, await readJson(file), 'tillpoint-hq programme publish')
  if (outcome.kind === 'no-programme') throw new Stop(2, `${file}: ${outcome.path}: ${outcome.problem}`)
  for (const finding of outcome.findings) say(JSON.stringify(finding))
  if (outcome.kind === 'refused') throw new Stop(1, `${file} is not published: its errors come first`)
  const { version, hash, unchanged } = outcome.published
  print(JSON.stringify({ version, hash, unchanged }))
}

const COUPONS_MAX = 10_000

async function giveCoupons(hq: Seeder, words: readonly string[]): Promise<void> {
  const [, coupon, count = '1', memberId = null] = words
  if (coupon === undefined || !/^[1-9]\d{0,4}$/.test(count) || Number(count) > COUPONS_MAX) throw new Stop(2, `tillpoint-hq coupons KIND [COUNT up to ${COUPONS_MAX}] [MEMBER]`)
  const batch = await issueCoupons(hq, { coupon, count: Number(count), memberId, person: 'tillpoint-hq coupons' })
  if (batch.kind === 'refused') throw new Stop(1, `no coupons of ${coupon}: ${batch.refused}`)
  for (const code of batch.codes) print(code)
}

async function printMemberCode(hq: Seeder, words: readonly string[]): Promise<void> {
  const [, card, lastDay = null] = words
  if (card === undefined) throw new Stop(2, 'tillpoint-hq member-code CARD [LAST DAY, such as 2027-12-31]')
  const issued = await issueMemberCode(hq, card, lastDay)
  if (issued.kind === 'refused') throw new Stop(1, `no code: ${issued.refused}`)
  say(`signed code of member ${issued.memberId}${lastDay === null ? '' : `, valid until ${lastDay}`}; print it as a QR code:`)
  print(issued.code)
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new Stop(2, `${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

async function revoke(hq: Seeder, tillId: string | undefined): Promise<void> {
  if (tillId === undefined) throw new Stop(2, 'tillpoint-hq revoke TILL')
  if (!(await revokeTill(hq, tillId))) throw new Stop(1, `there is no till ${tillId} that has rights`)
  say(`${tillId} is revoked; it may still bring its sales`)
}

async function sayReferrer(hq: Seeder, [, memberId, referrerId]: readonly string[]): Promise<void> {
  if (memberId === undefined || referrerId === undefined) throw new Stop(2, 'tillpoint-hq referrer MEMBER REFERRER')
  const named = await nameReferrer(hq, { memberId, referrerId, person: 'tillpoint-hq referrer' })
  if (named.kind === 'refused') throw new Stop(1, `${memberId} is not referred by ${referrerId}: ${named.refused}`)
  say(`${referrerId} referred ${memberId}; both are paid when her first purchase counts`)
}

async function withDatabase(line: CommandLine, work: (hq: Seeder, databaseUrl: string) => Promise<void>): Promise<void> {
  const place = await openPlace(line.place)
  try {
    await migrateDatabase(place.databaseUrl, systemClock)
    const db = connect(place.databaseUrl, lineLog((text) => process.stderr.write(text), systemClock.nowMs), 2)
    try {
      await work({ db, clock: systemClock, ids: systemIds, master: place.masterKey }, place.databaseUrl)
    } finally {
      await db.destroy()
    }
  } finally {
    await place.release()
  }
}
