import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RIGHTS, STAFF_ROLES, type Right, type StaffRole } from '../../../src/contract/staff-rights.ts'
import { putStaff, readStaff, type MirrorStaff } from '../../../src/till/db/mirror/staff.ts'
import { openTillFiles, type TillFiles } from '../../../src/till/db/till-files.ts'
import { APPROVAL_LASTS_MS } from '../../../src/till/staff/approvals.ts'
import { LOCK_TICK_MS, LOCKED_FOR_MS } from '../../../src/till/staff/pin-lock.ts'
import { StaffDesk } from '../../../src/till/staff/staff-desk.ts'
import { testClock, testIds, type TestClock } from '../../support/test-clock.ts'

let dataDir: string
let files: TillFiles
let clock: TestClock
let desk: StaffDesk
let changes: number
/** What a PIN check does while it runs; for a till that ends in the middle of one. */
let whileChecking: () => void

const PIN: Readonly<Record<string, string>> = { t1: '4711', c1: '1001', c2: '1002', v1: '3003', m1: '100400', elsewhere: '2002' }
const person = (staffId: string, role: StaffRole, storeIds: readonly string[] = ['s1']): MirrorStaff => ({
  ...{ staffId, role, storeIds, name: `name of ${staffId}`, status: 'active' },
  badgeIndex: new Uint8Array(16).fill(staffId.charCodeAt(0) + staffId.charCodeAt(1)),
  pinBox: Buffer.from(`box ${PIN[staffId] ?? ''}`),
})
const badgeIndex = (badge: string): Uint8Array => new Uint8Array(16).fill(badge.charCodeAt(0) + badge.charCodeAt(1))

function start(): void {
  files = openTillFiles({ dataDir, pid: process.pid, nowMs: clock.wallMs() })
  desk = new StaffDesk({
    ...{ ledger: files.ledger, storeId: 's1', ids: testIds(), badgeIndex },
    mirror: () => files.mirror(),
    nowMs: () => clock.wallMs(),
    monotonicMs: () => clock.monotonicMs(),
    openPin: (_, box) => (Buffer.from(box).toString().startsWith('box ') ? Buffer.from(box).toString().slice(4) : null),
    isPinOf: (hash, pin) => {
      whileChecking()
      return Promise.resolve(hash === pin)
    },
    namedCashier: () => readStaff(files.mirror(), 'c1'),
    idleLockMinutes: () => 5,
    onChange: () => void (changes += 1),
  })
}
const put = (...people: MirrorStaff[]): void => files.mirror().write((tx) => people.forEach((each) => putStaff(tx, each)))
/** The till runs on, ticking as it does. */
const run = (ms: number): void => {
  for (let ranMs = 0; ranMs < ms; ranMs += LOCK_TICK_MS) {
    clock.advance(LOCK_TICK_MS)
    desk.tick()
  }
}
const restart = (): void => {
  files.close()
  clock.reboot()
  start()
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tillpoint-staff-'))
  clock = testClock()
  changes = 0
  whileChecking = () => undefined
  start()
  put(person('t1', 'trainee'), person('c1', 'cashier'), person('c2', 'cashier'), person('v1', 'supervisor'), person('m1', 'manager'), person('elsewhere', 'manager', ['s2']))
})
afterEach(() => {
  files.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('signing in', () => {
  test('a till starts locked; the right PIN opens it, and the next person takes over', async () => {
    expect(desk.view()).toEqual({ kind: 'locked', why: 'started' })
    expect(desk.refusal('sell')).toMatchObject({ code: 'signed_out' })
    expect(await desk.signIn('c1', '1001')).toMatchObject({ ok: true, output: { kind: 'signed-in', staffId: 'c1', role: 'cashier' } })
    expect(desk.refusal('sell')).toBeNull()
    expect(await desk.signIn('v1', '3003')).toMatchObject({ ok: true })
    expect(desk.actor()).toMatchObject({ staffId: 'v1', role: 'supervisor' })
    expect(changes).toBe(2)
  })

  test('a wrong PIN, a person of another store, one without PIN and one whose box does not open are refused by name', async () => {
    put({ ...person('c2', 'cashier'), pinBox: null }, { ...person('v1', 'supervisor'), pinBox: Buffer.from('damaged') })
    expect(await desk.signIn('c1', '1002')).toMatchObject({ error: { code: 'wrong_pin' } })
    expect(await desk.signIn('elsewhere', '2002')).toMatchObject({ error: { code: 'unknown_staff' } })
    expect(await desk.signIn('nobody', '1001')).toMatchObject({ error: { code: 'unknown_staff' } })
    expect(await desk.signIn('c2', '1002')).toMatchObject({ error: { code: 'no_pin' } })
    expect(await desk.signIn('v1', '3003')).toMatchObject({ error: { code: 'no_pin' } })
    expect(desk.view().kind).toBe('locked')
    expect(desk.tiles().map((tile) => tile.staffId)).toEqual(['c1', 'c2', 'm1', 't1', 'v1'])
  })

  test('a badge signs in, but a manager gives her PIN too; a badge of another store is nobody here', () => {
    expect(desk.signInByBadge('elsewhere')).toBeNull()
    expect(desk.signInByBadge('zz')).toBeNull()
    expect(desk.signInByBadge('m1')?.kind).toBe('needs-pin')
    expect(desk.view().kind).toBe('locked')
    expect(desk.signInByBadge('c1')?.kind).toBe('signed-in')
    expect(desk.actor()?.staffId).toBe('c1')
  })

  test('where nobody has a PIN yet, it sells in the name of the cashier it was told', () => {
    put(...['t1', 'c1', 'c2', 'v1', 'm1'].map((staffId) => ({ ...person(staffId, 'cashier'), pinBox: null })))
    expect(desk.view()).toEqual({ kind: 'unguarded' })
    expect(desk.actor()).toEqual({ staffId: 'c1', role: 'cashier' })
    expect(desk.refusal('sell')).toBeNull()
    expect(desk.refusal('void-paid')).toMatchObject({ code: 'needs_approval' })
  })
})

describe('wrong PINs', () => {
  const wrong = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await desk.signIn('c1', '0000')
  }

  test('the fifth locks for thirty minutes of running time; others sign in meanwhile, badge and right PIN do not help', async () => {
    await wrong(4)
    expect(await desk.signIn('c1', '0000')).toMatchObject({ error: { code: 'staff_locked', detail: String(LOCKED_FOR_MS) } })
    expect(await desk.signIn('c1', '1001')).toMatchObject({ error: { code: 'staff_locked' } })
    expect(desk.signInByBadge('c1')?.kind).toBe('locked')
    expect(await desk.signIn('c2', '1002')).toMatchObject({ ok: true })
    run(LOCKED_FOR_MS - LOCK_TICK_MS)
    expect(await desk.signIn('c1', '1001')).toMatchObject({ error: { code: 'staff_locked' } })
    run(LOCK_TICK_MS)
    expect(await desk.signIn('c1', '1001')).toMatchObject({ ok: true })
  })

  test('a right one forgives those before it', async () => {
    await wrong(4)
    await desk.signIn('c1', '1001')
    await wrong(4)
    expect(await desk.signIn('c1', '1001')).toMatchObject({ ok: true })
  })

  test('no restart, clock or sleep shortens a lock', async () => {
    await wrong(5)
    run(10 * 60_000)
    restart()
    clock.setWall(clock.wallMs() + 365 * 86_400_000)
    desk.tick()
    // The machine slept for a day: one tick, not a day.
    clock.advance(86_400_000)
    desk.tick()
    expect(Number(desk.tiles().find((tile) => tile.staffId === 'c1')?.lockedForMs)).toBeGreaterThan(LOCKED_FOR_MS - 10 * 60_000 - 3 * LOCK_TICK_MS)
    run(20 * 60_000)
    expect(await desk.signIn('c1', '1001')).toMatchObject({ ok: true })
  })

  test('a try counts before its PIN is looked at: ending the till meanwhile wins none, over fifty of them', async () => {
    for (let kill = 0; kill < 50; kill += 1) {
      whileChecking = () => {
        throw new Error('killed')
      }
      await desk.signIn('c1', '0000').catch(() => undefined)
      restart()
    }
    whileChecking = () => undefined
    expect(await desk.signIn('c1', '1001')).toMatchObject({ error: { code: 'staff_locked', detail: String(LOCKED_FOR_MS) } })
  })
})

describe('rights', () => {
  test.each(STAFF_ROLES)('of a %s: each cell of the table, at the engine', async (role) => {
    put(person('c1', role))
    await desk.signIn('c1', '1001')
    for (const right of Object.keys(RIGHTS) as Right[]) {
      const expected = { yes: null, override: { code: 'needs_approval', detail: right }, no: { code: 'no_right', detail: right } }[RIGHTS[right][role]]
      expect(desk.refusal(right)).toEqual(expected)
      expect(desk.allow({ right, subject: 'x' }, null)).toEqual(expected === null ? { ok: true, output: null } : { ok: false, error: expected })
    }
  })

  test('an idle till locks itself and keeps quiet about it when it is used', async () => {
    await desk.signIn('c1', '1001')
    run(4 * 60_000)
    desk.noteActivity()
    run(4 * 60_000)
    expect(desk.view().kind).toBe('signed-in')
    run(60_000)
    expect(desk.view()).toEqual({ kind: 'locked', why: 'idle' })
  })

  test('taken back at HQ, they end here with the next pull', async () => {
    await desk.signIn('v1', '3003')
    put({ ...person('v1', 'supervisor'), status: 'left' })
    expect(desk.refusal('sell')).toMatchObject({ code: 'signed_out' })
    desk.tick()
    expect(desk.view()).toEqual({ kind: 'locked', why: 'withdrawn' })
    put(person('v1', 'cashier'))
    await desk.signIn('v1', '3003')
    expect(desk.refusal('void-paid')).toMatchObject({ code: 'needs_approval' })
  })
})

describe('an approval', () => {
  const asked = { right: 'void-paid', subject: 'sale-1', reason: 'cashier-mistake', note: '' } as const

  test('names both, and allows one act on one thing, once', async () => {
    await desk.signIn('c1', '1001')
    const given = await desk.approve({ ...asked, staffId: 'm1', pin: '100400' })
    if (!given.ok) throw new Error(given.error.code)
    expect(given.output).toMatchObject({ staffId: 'c1', approverId: 'm1', right: 'void-paid', subject: 'sale-1', reason: 'cashier-mistake' })
    const { approvalId } = given.output
    expect(desk.allow({ right: 'void-paid', subject: 'sale-2' }, approvalId)).toMatchObject({ ok: false })
    expect(desk.allow({ right: 'price-override', subject: 'sale-1' }, approvalId)).toMatchObject({ ok: false })
    const allowed = desk.allow({ right: 'void-paid', subject: 'sale-1' }, approvalId)
    expect(allowed).toMatchObject({ ok: true, output: { approverId: 'm1' } })
    if (allowed.ok) desk.used(allowed.output)
    expect(desk.allow({ right: 'void-paid', subject: 'sale-1' }, approvalId)).toMatchObject({ ok: false })
    expect(desk.actor()?.staffId).toBe('c1')
  })

  test('is for whoever asked, and only for a moment', async () => {
    await desk.signIn('c1', '1001')
    const given = await desk.approve({ ...asked, staffId: 'm1', pin: '100400' })
    if (!given.ok) throw new Error(given.error.code)
    clock.advance(APPROVAL_LASTS_MS + 1)
    expect(desk.allow({ right: 'void-paid', subject: 'sale-1' }, given.output.approvalId)).toMatchObject({ ok: false })
    const again = await desk.approve({ ...asked, staffId: 'm1', pin: '100400' })
    if (!again.ok) throw new Error(again.error.code)
    await desk.signIn('c2', '1002')
    expect(desk.allow({ right: 'void-paid', subject: 'sale-1' }, again.output.approvalId)).toMatchObject({ ok: false })
  })

  test('comes only from somebody who may do it, with a PIN that counts its tries', async () => {
    await desk.signIn('c1', '1001')
    expect(await desk.approve({ ...asked, staffId: 'c2', pin: '1002' })).toMatchObject({ error: { code: 'no_right' } })
    expect(await desk.approve({ ...asked, right: 'return-without-right', staffId: 'v1', pin: '3003' })).toMatchObject({ error: { code: 'no_right' } })
    for (let time = 0; time < 4; time += 1) expect(await desk.approve({ ...asked, staffId: 'm1', pin: '000000' })).toMatchObject({ error: { code: 'wrong_pin' } })
    expect(await desk.approve({ ...asked, staffId: 'm1', pin: '000000' })).toMatchObject({ error: { code: 'staff_locked' } })
    await desk.signIn('t1', '4711')
    expect(await desk.approve({ ...asked, staffId: 'v1', pin: '3003' })).toMatchObject({ error: { code: 'no_right' } })
  })
})
