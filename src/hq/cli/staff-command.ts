import { createInterface } from 'node:readline/promises'
import { pinProblem, STAFF_ROLES, type StaffRole } from '../../contract/staff-rights.ts'
import { inTransaction } from '../db/database.ts'
import { changeStaff, hashPin, insertStaff, type StaffChange, type StaffRefusal } from '../registry/staff.ts'
import type { Seeder } from '../seed.ts'
import { Stop } from './stop.ts'

const USAGE = `tillpoint-hq staff                              list everybody
tillpoint-hq staff add ID STORE ROLE NAME        take somebody on; the PIN is read from standard input
tillpoint-hq staff pin ID                        a new PIN, read from standard input
tillpoint-hq staff role ID ROLE                  ${STAFF_ROLES.join(', ')}; who becomes manager needs a new PIN
tillpoint-hq staff stores ID STORE[,STORE…]      where somebody works
tillpoint-hq staff badge ID CODE|none            a new badge, or none
tillpoint-hq staff leave ID | return ID          gone at every till at its next pull`

/** Where answers go, and where a PIN comes from. */
export type StaffTerminal = { readonly print: (text: string) => void; readonly readPin: () => Promise<string> }

/** Looks after the people at the tills. A PIN is never an argument: those stay in histories and process lists. */
export async function staffCommand(hq: Seeder, words: readonly string[], { print, readPin }: StaffTerminal): Promise<void> {
  const [, verb, staffId, ...rest] = words
  if (verb === undefined) return list(hq, print)
  if (staffId === undefined) throw new Stop(2, USAGE)
  if (verb === 'add') return add(hq, staffId, rest, { print, readPin })
  const change = await changeOf(verb, rest, readPin)
  const changed = await changeStaff(hq, staffId, change)
  if (!changed.ok) throw new Stop(1, `${staffId}: ${WORDS[changed.error]}`)
  const { name, role, storeIds, status, pinHash } = changed.output
  print(`${staffId} ${name}: ${role} in ${storeIds.join(', ')}, ${status}${pinHash === null ? ', no PIN: tillpoint-hq staff pin ' + staffId : ''}`)
}

async function list(hq: Seeder, print: (text: string) => void): Promise<void> {
  const people = await hq.db.selectFrom('staff').selectAll().orderBy('staff_id').execute()
  for (const { staff_id, name, role, store_ids, status, pin_hash_wrapped, badge_wrapped } of people) {
    print([staff_id, name, role, store_ids.join(','), status, pin_hash_wrapped === null ? 'no PIN' : 'PIN', badge_wrapped === null ? 'no badge' : 'badge'].join('\t'))
  }
}

async function add(hq: Seeder, staffId: string, [storeId, role, ...names]: readonly string[], { print, readPin }: StaffTerminal): Promise<void> {
  const name = names.join(' ')
  if (storeId === undefined || !isRole(role) || name === '') throw new Stop(2, USAGE)
  const pin = await readPin()
  const problem = pinProblem(role, pin)
  if (problem !== null) throw new Stop(1, `${staffId}: ${WORDS[`pin_${problem}`]}`)
  const pinHash = await hashPin(pin)
  await inTransaction(hq.db, async (tx) => {
    if ((await tx.selectFrom('stores').select('store_id').where('store_id', '=', storeId).executeTakeFirst()) === undefined) throw new Stop(1, `there is no store ${storeId}`)
    if ((await tx.selectFrom('staff').select('staff_id').where('staff_id', '=', staffId).executeTakeFirst()) !== undefined) throw new Stop(1, `${staffId} is taken`)
    await insertStaff(tx, hq, [{ staffId, name, role, storeIds: [storeId], badge: null, pinHash }])
  })
  print(`${staffId} ${name}: ${role} in ${storeId}`)
}

async function changeOf(verb: string, [argument]: readonly string[], readPin: StaffTerminal['readPin']): Promise<StaffChange> {
  if (verb === 'pin') return { pin: await readPin() }
  if (verb === 'leave') return { status: 'left' }
  if (verb === 'return') return { status: 'active' }
  if (verb === 'role' && isRole(argument)) return { role: argument }
  if (verb === 'stores' && argument !== undefined) return { storeIds: argument.split(',') }
  if (verb === 'badge' && argument !== undefined) return { badge: argument === 'none' ? null : argument }
  throw new Stop(2, USAGE)
}

function isRole(text: string | undefined): text is StaffRole {
  return STAFF_ROLES.some((role) => role === text)
}

/** The first line of standard input. */
export async function pinFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('PIN: ')
  const lines = createInterface({ input: process.stdin, terminal: false })
  for await (const line of lines) return line.trim()
  return ''
}

const WORDS: Readonly<Record<StaffRefusal, string>> = {
  unknown_staff: 'there is nobody of that id',
  pin_not_digits: 'a PIN is made of digits 0 to 9',
  pin_too_short: 'a PIN has at least 4 digits, a manager’s at least 6',
  pin_too_long: 'a PIN has at most 12 digits',
  pin_too_simple: 'the same digit, or digits in a row, are the first that anybody tries',
}
