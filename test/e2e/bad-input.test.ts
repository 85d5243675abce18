import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recount } from '../recount/recount.ts'
import { startMoodyProxy, type Mood, type MoodyProxy } from './support/moody-proxy.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import { electronCommand, type TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
let proxy: MoodyProxy
beforeAll(async () => {
  shop = await openShop({ between: async (hqUrl) => (proxy = await startMoodyProxy(hqUrl)).url })
  till = shop.till
})
afterAll(async () => {
  await shop.close()
  await proxy.close()
})

/** Every byte of the till's files and logs, without Chromium's. */
function allBytes(): Buffer {
  const files = ['till', 'logs'].flatMap((part) => readdirSync(path.join(shop.dataDir, part)).map((name) => path.join(shop.dataDir, part, name)))
  return Buffer.concat(files.map((file) => readFileSync(file)))
}

describe('strange scans', () => {
  it('a payment code is refused, not shown and not kept', async () => {
    const code = '134567890123456789'
    await till.scan(code)
    const { scan } = await till.untilDesk('refusal', (desk) => desk.scan?.scanKind === 'payment-code')
    expect(scan).toMatchObject({ text: null, outcome: { kind: 'refused', why: 'payment-code' } })
    await till.page.getByText('scan it on the terminal').waitFor()
    await till.picture('bad-payment-code')
    expect(await till.page.content()).not.toContain(code)
    expect(allBytes().includes(code)).toBe(false)
  })
  it.each([
    ['an unknown product', '6999999999994'],
    ['half a code', '69410006'],
    ['a code scanned into another', `${codes.nuts}${codes.nuts}`],
  ])('%s adds nothing and says so', async (_what, code) => {
    await till.scan(code)
    const { lines, scan } = await till.untilDesk('report', (desk) => desk.scan?.text === code)
    expect(lines).toEqual([])
    expect(scan?.outcome.kind).toMatch(/not-found|refused|candidates/)
  })
  it('an overlong code adds nothing and says so', async () => {
    const report = await till.call('scan.submit', { source: 'wedge', text: '7'.repeat(5000) })
    expect(report).toMatchObject({ ok: true, output: { outcome: { kind: 'refused', why: 'too-long' } } })
  })
  it('a blocked member is shown as blocked and uses no points', async () => {
    await till.scan(codes.blockedMember)
    const { member } = await till.untilDesk('member', (desk) => desk.member !== null)
    expect(member).toMatchObject({ status: 'blocked', balance: { usableHerePoints: 0 } })
    await till.page.getByText('Card is blocked').first().waitFor()
    await till.picture('bad-blocked-member')
    expect(await till.call('sale.redeem', { redeemPoints: 100 })).toMatchObject({ ok: false, error: { code: 'member_blocked' } })
    await till.call('member.detach', {})
  })
})

describe('letters in an amount', () => {
  it('are not taken as money', async () => {
    await till.scan(codes.crisps)
    await till.untilDesk('line', ({ lines }) => lines.length === 1)
    await till.press('F12')
    await till.untilDesk('fixed amount', ({ phase }) => phase.kind === 'paying')
    await till.press('Alt+Digit1')
    await till.page.keyboard.type('5o', { delay: 120 })
    await till.page.getByRole('alert').filter({ hasText: /digits/i }).waitFor()
    await till.picture('bad-letters')
    expect((await till.desk()).phase.kind).toBe('paying')
    await till.press('Escape')
    await till.call('sale.unlock', {})
    expect((await till.desk()).phase.kind).toBe('selling')
  })
})

describe('an HQ that cannot be understood', () => {
  const moods: readonly Mood[] = ['error', 'garbage', 'login-page', 'silent']
  it.each(moods)('%s: the sale is saved and waits', async (mood) => {
    proxy.mood = mood
    const { phase } = await till.desk()
    if (phase.kind === 'saved') await till.call('sale.next', {})
    await till.scan(codes.crisps)
    await till.untilDesk('line', ({ lines }) => lines.length > 0)
    await till.press('F12')
    await till.untilDesk('fixed amount', (desk) => desk.phase.kind === 'paying')
    await till.press('Alt+Digit0')
    await till.press('F12')
    await till.untilDesk('saved sale', (desk) => desk.phase.kind === 'saved')
    const status = await till.untilStatus('till that has noticed', ({ sync }) => sync.kind === 'offline', 30_000)
    expect(status.sync.queuedEvents).toBe(moods.indexOf(mood) + 1)
  })
  it('everything arrives once when HQ is itself again', async () => {
    proxy.mood = 'pass'
    await till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, 30_000)
    const { text } = await recount({ tills: [{ name: 'till', dataFolder: path.join(shop.dataDir, 'till') }], databaseUrl: shop.hq.databaseUrl(), shown: [] })
    expect(text).toMatch(/lost 0, doubled 0, different 0$/)
    expect(text).toMatch(/\n *till +4 +4 /)
  })
})

/** Starts the application and gives back how it ended and what it said, after `until` has been said. */
async function startAndEnd(until: RegExp): Promise<{ readonly code: number | null; readonly said: string }> {
  const [program, ...args] = electronCommand([`--data=${shop.dataDir}`, `--hq=${proxy.url}`])
  const child = spawn(program, args, { env: { ...process.env, XDG_STATE_HOME: path.join(shop.dataDir, 'state') }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (until.test(said)) child.kill('SIGTERM')
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

describe('a data folder that cannot be used', () => {
  it('one in use: the second start names the holder and ends with 1', async () => {
    const { code, said } = await startAndEnd(/never said/)
    expect(code).toBe(1)
    expect(said).toContain(`${shop.dataDir} is in use by process ${till.engineProcess()} since 20`)
    expect((await till.desk()).phase.kind).toBe('saved')
  })
  it('a damaged ledger: says what happened and how to go on, and leaves it as it is', async () => {
    await till.close()
    const file = path.join(shop.dataDir, 'till/ledger.db')
    const damaged = readFileSync(file)
    damaged.fill(0x55, 0, 4096)
    writeFileSync(file, damaged)
    const { code, said } = await startAndEnd(/ledger\.db is damaged/)
    expect(code).toBe(1)
    expect(said).toMatch(/left as it is.*tillpoint inspect --salvage/)
    expect(readFileSync(file).equals(damaged)).toBe(true)
  })
})
