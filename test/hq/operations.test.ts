import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../src/contract/hq-wire.ts'
import { ROUTE_LIMITS } from '../../src/hq/http/limits.ts'
import { buildApp } from '../../src/hq/http/app.ts'
import { startEmbeddedPostgres } from '../../src/hq/embedded-postgres.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, get } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())

test('HQ publishes what it speaks: every route of the contract with its schemas', async () => {
  const { status, body } = await get<{ openapi: string; paths: Record<string, Record<string, { requestBody?: unknown; parameters?: unknown[]; responses: Record<string, unknown> }>> }>(hq.url, '/openapi.json')
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  for (const { method, path } of Object.values(routes)) {
    const operation = body.paths[path]?.[method.toLowerCase()]
    expect(operation, path).toBeDefined()
    if (method === 'POST') expect(operation?.requestBody, path).toBeDefined()
  }
  expect(JSON.stringify(body.paths['/v1/push'])).toMatch(/"lastHash"/)
  expect(JSON.stringify(body.paths['/v1/feed']?.['get']?.parameters)).toMatch(/ackedSeq/)
  expect(Object.keys(body.paths).filter((path) => path.startsWith('/console'))).toEqual([])
})

test('health, readiness and metrics answer', async () => {
  expect(await get(hq.url, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
  expect(await get(hq.url, '/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } })
  const till = await enrolWireTill(hq)
  till.commit('sale', wireSale())
  till.commit('strange', {})
  await till.push()
  const metrics = await (await fetch(`${hq.url}/metrics`)).text()
  expect(metrics).toMatch(/^tillpoint_events_stored_total [1-9]/m)
  expect(metrics).toMatch(/^tillpoint_events_applied_total\{outcome="suspense"\} 1$/m)
  expect(metrics).toMatch(/tillpoint_request_seconds_count\{route="\/v1\/push",status="200"\} 1/)
})

test('what is not there is refused by name', async () => {
  expect(await get(hq.url, '/v1/nothing')).toMatchObject({ status: 404, body: { error: 'not_found' } })
})

test('a bug is answered with a reference into the log, and nothing else of it', async () => {
  const till = await enrolWireTill(hq)
  const broken = { ...hq.hq.signal, settle: () => Promise.reject(new Error('secret inside')) }
  const app = await buildApp({ ...hq.hq, signal: broken }, { limits: ROUTE_LIMITS, consoleDir: null })
  const response = await app.inject({ url: '/v1/feed?incarnation=1&position=0', headers: { authorization: `Bearer ${till.token}` } })
  expect(response.statusCode).toBe(500)
  expect(response.body).toMatch(/^\{"error":"internal","detail":"logged under [0-9a-f-]{36}"\}$/)
  expect(hq.logged.at(-1)).toContain('secret inside')
  await app.close()
})

describe('when its database goes away', () => {
  test('HQ says so, keeps running, and goes on when it is back', async () => {
    const folder = makeFolder('hq-away')
    let postgres = await startEmbeddedPostgres({ folder })
    const own = await startTestHq({ databaseUrl: postgres.databaseUrl })
    const till = await enrolWireTill(own)
    till.commit('sale', wireSale())
    await postgres.stop()
    const refused = await till.push()
    expect([refused.status, refused.body.error]).toEqual([503, 'unavailable'])
    expect((await fetch(`${own.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${own.url}/healthz`)).status).toBe(200)
    postgres = await startEmbeddedPostgres({ folder, port: postgres.port })
    expect((await till.push()).status).toBe(200)
    await own.close()
    await postgres.stop()
    removeFolder(folder)
  })
})
