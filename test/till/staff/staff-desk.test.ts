import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RIGHTS, STAFF_ROLES, type Right, type StaffRole } from '../../../src/contract/staff-rights.ts'
import type { ApprovalAsked } from '../../../src/contract/staff-view.ts'
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

  test('a badge signs in; one of another store, or of nobody, does not', () => {
    expect(desk.scanBadge('elsewhere')).toEqual({ kind: 'refused', why: 'not-here' })
    expect(desk.scanBadge('zz')).toEqual({ kind: 'refused', why: 'not-here' })
    expect(desk.view().kind).toBe('locked')
    expect(desk.scanBadge('c1').kind).toBe('signed-in')
    expect(desk.actor()?.staffId).toBe('c1')
    expect(desk.scanBadge('m1').kind).toBe('signed-in')
    expect(desk.actor()?.staffId).toBe('m1')
  })

  test('where nobody has a PIN yet, it sells in the name of the cashier it was told', () => {
    put(...['t1', 'c1', 'c2', 'v1', 'm1'].map((staffId) => ({ ...person(staffId, 'cashier'), pinBox: null })))
    expect(desk.view()).toEqual({ kind: 'unguarded' })
    expect(desk.actor()).toEqual({ staffId: 'c1', role: 'manager' })
    expect((Object.keys(RIGHTS) as Right[]).map((right) => desk.refusal(right))).toEqual(Object.keys(RIGHTS).map(() => null))
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
    expect(desk.scanBadge('c1')).toEqual({ kind: 'refused', why: 'staff_locked' })
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
  const wanted = { right: 'void-paid', subject: 'sale-1', reason: 'cashier-mistake', note: '' } as const
  const approvedBy = async (staffId: string, pin: string): Promise<string> => {
    expect(desk.ask(wanted)).toBeNull()
    const given = await desk.approve(staffId, pin)
    if (!given.ok) throw new Error(given.error.code)
    expect(given.output).toMatchObject({ staffId: 'c1', approverId: staffId, right: 'void-paid', subject: 'sale-1', reason: 'cashier-mistake' })
    return given.output.approvalId
  }
  const isAllowed = (approvalId: string, act: ApprovalAsked = wanted): boolean => desk.allow({ right: act.right, subject: act.subject }, approvalId).ok

  test('names both, and allows one act on one thing, once', async () => {
    await desk.signIn('c1', '1001')
    const approvalId = await approvedBy('m1', '100400')
    expect(isAllowed(approvalId, { right: 'void-paid', subject: 'sale-2' })).toBe(false)
    expect(isAllowed(approvalId, { right: 'price-override', subject: 'sale-1' })).toBe(false)
    const allowed = desk.allow(wanted, approvalId)
    expect(allowed).toMatchObject({ ok: true, output: { approverId: 'm1' } })
    if (allowed.ok) desk.used(allowed.output)
    expect(isAllowed(approvalId)).toBe(false)
    expect(desk.actor()?.staffId).toBe('c1')
  })

  test('comes by a badge while the screen waits for it, and the cashier stays who she is', async () => {
    await desk.signIn('c1', '1001')
    desk.ask(wanted)
    expect(desk.view()).toMatchObject({ asking: wanted, approved: null })
    expect(desk.scanBadge('c2')).toEqual({ kind: 'refused', why: 'no_right' })
    expect(desk.scanBadge('m1').kind).toBe('approved')
    const view = desk.view()
    expect(view).toMatchObject({ kind: 'signed-in', staffId: 'c1', asking: null, approved: { right: 'void-paid', subject: 'sale-1' } })
    expect(isAllowed(view.kind === 'signed-in' ? (view.approved?.approvalId ?? '') : '')).toBe(true)
  })

  test('is for whoever asked, and only for a moment', async () => {
    await desk.signIn('c1', '1001')
    const late = await approvedBy('m1', '100400')
    clock.advance(APPROVAL_LASTS_MS + 1)
    expect(isAllowed(late)).toBe(false)
    const others = await approvedBy('m1', '100400')
    await desk.signIn('c2', '1002')
    expect(isAllowed(others)).toBe(false)
  })

  test('comes only from somebody who may do it, with a PIN that counts its tries, and only while it is asked for', async () => {
    await desk.signIn('c1', '1001')
    expect(await desk.approve('m1', '100400')).toMatchObject({ error: { code: 'nothing_asked' } })
    desk.ask({ ...wanted, right: 'return-without-right' })
    expect(await desk.approve('c2', '1002')).toMatchObject({ error: { code: 'no_right' } })
    expect(await desk.approve('v1', '3003')).toMatchObject({ error: { code: 'no_right' } })
    for (let time = 0; time < 4; time += 1) expect(await desk.approve('m1', '000000')).toMatchObject({ error: { code: 'wrong_pin' } })
    expect(await desk.approve('m1', '000000')).toMatchObject({ error: { code: 'staff_locked' } })
    await desk.signIn('t1', '4711')
    expect(desk.ask(wanted)).toMatchObject({ code: 'no_right' })
  })
})
