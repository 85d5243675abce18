import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeConsolePassword, openConsoleSession, PASSWORD_MS, SESSION_MS, WRONG_TRIES_MAX } from '../../../src/hq/console/password.ts'
import { maskName, maskPhone } from '../../../src/hq/console/mask.ts'
import type { ConsoleMembers, ConsoleOverview, ConsoleProducts, ConsoleSuspenses } from '../../../src/contract/console-wire.ts'
import { tillHeaders } from '../../../src/contract/wire-headers.ts'
import { sampleFiles, startTestHq, type TestHq } from '../../support/hq.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { enrolWireTill } from '../../support/wire-till.ts'
import { wireSale } from '../../support/wire-sale.ts'

let hq: TestHq
let folder: string
beforeAll(async () => {
  folder = makeFolder('console')
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>HQ</title>')
  writeFileSync(path.join(folder, 'assets', 'page-1a2b.js'), 'export {}')
  hq = await startTestHq({ consoleDir: folder })
})
afterAll(async () => {
  await hq.close()
  removeFolder(folder)
})

const signIn = (password: string, url = hq.url): Promise<Response> => fetch(`${url}/console/api/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ password }) })
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const session = async (): Promise<string> => cookieOf(await signIn(await makeConsolePassword(hq.hq)))
const ask = async <Answer>(route: string, cookie: string): Promise<{ status: number; body: Answer }> => {
  const response = await fetch(`${hq.url}/console/api/${route}`, { headers: { cookie } })
  return { status: response.status, body: (await response.json()) as Answer }
}

describe('the one-time password', () => {
  test('opens one session, in a cookie that no script reads and no other site sends', async () => {
    const password = await makeConsolePassword(hq.hq)
    const first = await signIn(password)
    expect(first.status).toBe(200)
    expect(first.headers.get('set-cookie')).toMatch(/^tillpoint_console=[\w-]{43}; Max-Age=43200; Path=\/console; HttpOnly; SameSite=Strict$/)
    expect((await ask('overview', cookieOf(first))).status).toBe(200)
    expect((await signIn(password)).status).toBe(401)
  })
  test('may be typed in small letters and with gaps', async () => {
    const password = await makeConsolePassword(hq.hq)
    expect((await signIn(`${password.slice(0, 4).toLowerCase()} ${password.slice(4, 8)}-${password.slice(8)}`)).status).toBe(200)
  })
  test('is good for a day, its session for twelve hours, and signing out ends it', async () => {
    const late = await makeConsolePassword(hq.hq)
    hq.clock.advance(PASSWORD_MS)
    expect((await signIn(late)).status).toBe(401)
    const cookie = await session()
    hq.clock.advance(SESSION_MS - 1)
    expect((await ask('overview', cookie)).status).toBe(200)
    hq.clock.advance(1)
    expect((await ask('overview', cookie)).status).toBe(401)
    const other = await session()
    await fetch(`${hq.url}/console/api/logout`, { method: 'POST', headers: { cookie: other } })
    expect((await ask('overview', other)).status).toBe(401)
  })
  test('is void after ten wrong tries, at whichever process they were made', async () => {
    const own = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false })
    const password = await makeConsolePassword(own.hq)
    for (let at = 0; at < WRONG_TRIES_MAX; at++) {
      expect(await openConsoleSession(at % 2 ? own.hq : hq.hq, `WRONG${at}`)).toBeNull()
    }
    expect((await signIn(password, own.url)).status).toBe(401)
    await own.close()
  })
  test('is asked for at most ten times a minute', async () => {
    const own = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false, limits: {} })
    const tries = []
    for (let at = 0; at < 11; at++) tries.push((await signIn('NOT-THE-PASSWORD', own.url)).status)
    await own.close()
    expect(tries).toEqual([...Array<number>(10).fill(401), 429])
  })
})

describe('the console', () => {
  test('answers nothing without a session', async () => {
    for (const route of ['overview', 'members', 'products', 'suspense', 'events']) expect(await ask(route, ''), route).toMatchObject({ status: 401, body: { error: 'unauthorized' } })
    expect((await ask('overview', 'tillpoint_console=made-up')).status).toBe(401)
  })
  test('is for this machine: a name that somebody points here is refused', async () => {
    const status = await new Promise<number | undefined>((resolve) => {
      request({ port: hq.port, host: '127.0.0.1', path: '/console/', headers: { host: 'evil.example:80' } }, (response) => resolve(response.resume().statusCode)).end()
    })
    expect(status).toBe(401)
  })
  test('serves its pages under a strict policy', async () => {
    const page = await fetch(`${hq.url}/console/`)
    const nonce = /nonce="([A-Za-z0-9+/=]{24})"/.exec(await page.text())?.[1]
    expect(page.headers.get('content-security-policy')).toBe(`default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`)
    expect(await (await fetch(`${hq.url}/console/`)).text()).not.toContain(nonce)
    const script = await fetch(`${hq.url}/console/assets/page-1a2b.js`)
    expect([script.status, script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([200, 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'])
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect((await fetch(`${hq.url}/console`, { redirect: 'manual' })).headers.get('location')).toBe('/console/')
    expect((await fetch(`${hq.url}/console/../package.json`)).status).toBe(404)
  })
  test('that was not built says what to do', async () => {
    const own = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false })
    expect(await (await fetch(`${own.url}/console/`)).text()).toContain('npm run build:console')
    await own.close()
  })

  test('shows stores, tills, today’s sales and what is owed', async () => {
    const cookie = await session()
    const before = (await ask<ConsoleOverview>('overview', cookie)).body
    const till = await enrolWireTill(hq, 's2')
    till.commit('sale', wireSale({ memberId: 'm1003', earnPoints: 40, dueMinor: 12_080, newLotId: till.tillId }))
    till.commit('sale', wireSale({ dueMinor: 500 }))
    till.commit('strange', {})
    await till.push()
    const { body } = await ask<ConsoleOverview>('overview', cookie)
    expect(body.stores.map((store) => store.name.en)).toEqual(['Xuefu Road', 'Riverside', 'Zhongshan'])
    expect(body.tills.find((one) => one.tillId === till.tillId)).toMatchObject({ storeId: 's2', tillNumber: 1, suspenseEvents: 1 })
    // The test's sales are of the test's first day; the clock has moved on since.
    expect(body.sales.slice(0, 2).map((sale) => [sale.dueMinor, sale.memberId])).toEqual(expect.arrayContaining([[12_080, 'm1003'], [500, null]]))
    expect(body.owed.balancePoints).toBe(before.owed.balancePoints + 40)
    expect(body.owed.worthMinor).toBe(body.owed.balancePoints)
    expect(body.owed.unconfirmedPoints).toBe(40)
    expect(body.today.hourlyMinor.length).toBe(24)
  })

  test('shows what a till says of itself', async () => {
    const cookie = await session()
    const till = await enrolWireTill(hq, 's2')
    await fetch(`${hq.url}/v1/feed?incarnation=1&position=0&limit=1`, { headers: { authorization: `Bearer ${till.token}`, [tillHeaders.version]: '1.4.2', [tillHeaders.queuedEvents]: '3', [tillHeaders.wallClockMs]: String(hq.clock.nowMs() + 660_000) } })
    // HQ answers the till before it has noted this down.
    const shown = async () => (await ask<ConsoleOverview>('overview', cookie)).body.tills.find((one) => one.tillId === till.tillId)
    let row = await shown()
    while (row?.version === null || row?.version === undefined) row = await shown()
    expect(row).toMatchObject({ version: '1.4.2', queuedEvents: 3, clockOffsetMs: 660_000, lastSeenAtMs: hq.clock.nowMs() })
  })

  test('counts the day’s sales by the stores’ date and hour', async () => {
    const cookie = await session()
    const { body: before } = await ask<ConsoleOverview>('overview', cookie)
    const till = await enrolWireTill(hq, 's3')
    const atMs = hq.clock.nowMs()
    const sale = wireSale({ dueMinor: 777 })
    till.commit('sale', { ...sale, inputs: { ...sale.inputs, atMs } }, undefined, before.businessDate)
    await till.push()
    const { body } = await ask<ConsoleOverview>('overview', cookie)
    expect(body.today.salesMinor - before.today.salesMinor).toBe(777)
    expect(body.today.salesCount - before.today.salesCount).toBe(1)
    const hour = new Date(atMs + 8 * 3_600_000).getUTCHours()
    expect((body.today.hourlyMinor[hour] ?? 0) - (before.today.hourlyMinor[hour] ?? 0)).toBe(777)
    expect(body.tills.find((one) => one.tillId === till.tillId)).toMatchObject({ salesTodayMinor: 777, salesTodayCount: 1 })
  })

  test('finds members by id, keys, phone or card, and never shows a whole name or number', async () => {
    const cookie = await session()
    const find = async (query: string): Promise<ConsoleMembers> => (await ask<ConsoleMembers>(`members?query=${encodeURIComponent(query)}`, cookie)).body
    const one = { memberId: 'm1001', maskedName: '陈*满', title: 'ms', maskedPhone: '138****5127', tier: 'gold', balancePoints: 4538 }
    for (const query of ['m1001', '138 0000 5127', '+8613800005127', '8800001001079196']) expect((await find(query)).members, query).toMatchObject([one])
    expect((await find('cxm')).members.map((member) => member.memberId).sort()).toEqual(['m1001', 'm1002', 'm1003', 'm1004'])
    expect((await find('陈')).members.length).toBeGreaterThanOrEqual(3)
    expect((await find('nobody')).members).toEqual([])
    const all = await find('')
    expect(all.members.length).toBe(64)
    expect(JSON.stringify(all)).not.toMatch(/陈小满|13800005127/)
  })

  test('lists goods, and events that wait for a person', async () => {
    const cookie = await session()
    const { body: products } = await ask<ConsoleProducts>('products', cookie)
    expect(products.products.length).toBe(50)
    const till = await enrolWireTill(hq, 's1')
    till.commit('strange-thing', {})
    await till.push()
    const { body } = await ask<ConsoleSuspenses>('suspense', cookie)
    expect(body.events.find((event) => event.tillId === till.tillId)).toMatchObject({ epoch: 1, seq: 1, detail: 'unknown kind strange-thing' })
  })
})

test('names and phones are masked so that a screen may be read by others', () => {
  expect(['陈小满', '李静', '欧阳静怡', '欧阳雪', 'Jane Smith', '王'].map(maskName)).toEqual(['陈*满', '李*', '欧阳*怡', '欧阳*', '*Smith', '王*'])
  expect(['13800005127', '12345'].map(maskPhone)).toEqual(['138****5127', '****45'])
})

test('the button publishes: checked, numbered by HQ, listed; what has an error is refused with its places', async () => {
  const cookie = await session()
  const plain = JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
  const publish = async (document: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${hq.url}/console/api/programmes`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify({ document }) })
    return { status: response.status, body: await response.json() }
  }
  const before = (await ask<{ programmes: { version: number }[] }>('programmes', cookie)).body.programmes[0]?.version ?? 0
  expect(await publish({ ...plain, redeem: { points: 200, minor: 100 } })).toMatchObject({ status: 200, body: { kind: 'published', version: before + 1, unchanged: false } })
  expect(await publish({ ...plain, earn: { points: -1 } })).toMatchObject({ status: 200, body: { kind: 'refused', findings: [{ path: 'earn.points' }] } })
  expect((await ask<{ programmes: unknown[] }>('programmes', cookie)).body.programmes).toMatchObject([{ version: before + 1, current: true, publishedBy: 'console' }, { version: before, current: false }])
  expect((await fetch(`${hq.url}/console/api/programmes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(401)
})

describe('publishing in two steps', () => {
  const plainDocument = (): Record<string, unknown> => JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
  const post = async (cookie: string, route: string, sent: object): Promise<unknown> => (await fetch(`${hq.url}/console/api/${route}`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify(sent) })).json()

  test('the check tells what would change, and changes nothing', async () => {
    const cookie = await session()
    const newest = async () => (await ask<{ programmes: { version: number; hash: string }[] }>('programmes', cookie)).body.programmes
    const before = await newest()
    const document = { ...plainDocument(), redeem: { points: 500, minor: 100 } }
    const [current] = before
    expect(await post(cookie, 'programmes/check', { document })).toMatchObject({ kind: 'ready', version: (current?.version ?? 0) + 1, replaces: current?.version, unchanged: false, changes: [{ kind: 'changed', part: 'rules', settings: expect.arrayContaining([expect.objectContaining({ path: 'redeem.points', after: 500 })]) as unknown }] })
    expect(await newest()).toEqual(before)
    expect(await post(cookie, 'programmes/check', { document: { ...document, earn: { points: 'x' } } })).toMatchObject({ kind: 'refused', findings: [{ level: 'error', path: 'earn.points' }] })
    const wrong = { name: 'wrong', case: { at: '2026-11-25T15:04:00+08:00', store: 's1', lines: [{ sku: 'X', category: 'tea', quantityMilli: 1000, unitPriceMinor: 100 }] }, expect: { dueMinor: 99 } }
    expect(await post(cookie, 'programmes/check', { document: { ...document, examples: [wrong] } })).toMatchObject({ kind: 'refused', examplesCount: 1, findings: expect.arrayContaining([expect.objectContaining({ level: 'error', path: 'examples[0].expect.dueMinor' })]) as unknown })
    expect((await fetch(`${hq.url}/console/api/programmes/check`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(401)
  })

  test('what was seen against another version than the current one is not published', async () => {
    const cookie = await session()
    const document = { ...plainDocument(), redeem: { points: 250, minor: 100 } }
    const checked = (await post(cookie, 'programmes/check', { document })) as { version: number; replaces: number }
    expect(await post(cookie, 'programmes', { document, replaces: checked.replaces })).toMatchObject({ kind: 'published', version: checked.version })
    expect(await post(cookie, 'programmes', { document: { ...document, redeem: { points: 300, minor: 100 } }, replaces: checked.replaces })).toEqual({ kind: 'outdated', version: checked.version })
    expect(await post(cookie, 'programmes/check', { document })).toMatchObject({ kind: 'ready', unchanged: true, version: checked.version, changes: [] })
  })

  test('every version can be had as the file that its hash is of', async () => {
    const cookie = await session()
    const [current] = (await ask<{ programmes: { version: number; hash: string }[] }>('programmes', cookie)).body.programmes
    const file = await fetch(`${hq.url}/console/api/programmes/${current?.version}`, { headers: { cookie } })
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="programme-v${current?.version}.json"`)
    expect(createHash('sha256').update(await file.text()).digest('hex')).toBe(current?.hash)
    expect((await fetch(`${hq.url}/console/api/programmes/9999`, { headers: { cookie } })).status).toBe(404)
    expect((await fetch(`${hq.url}/console/api/programmes/1`)).status).toBe(401)
  })
})
