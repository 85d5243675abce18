import { expect, test } from 'vitest'
import { announcedFetch } from '../../../src/till/sync/announced-fetch.ts'

test('a request carries how the till is, beside what it carried', async () => {
  const sent: [string, Record<string, string>, unknown][] = []
  const fetch = announcedFetch(
    (url, init) => {
      sent.push([url, Object.fromEntries(new Headers(init.headers)), init.method])
      return Promise.resolve(new Response())
    },
    () => ({ version: '1.4.2', queuedEvents: 37, wallClockMs: 1_795_000_000_000.4 }),
  )
  await fetch('http://hq/v1/feed', { method: 'POST', headers: { authorization: 'Bearer x' } })
  expect(sent).toEqual([['http://hq/v1/feed', { authorization: 'Bearer x', 'x-tillpoint-version': '1.4.2', 'x-tillpoint-queued': '37', 'x-tillpoint-clock': '1795000000000' }, 'POST']])
})

test('a version that is not known is not told', async () => {
  let headers = new Headers()
  const fetch = announcedFetch(
    (_url, init) => {
      headers = new Headers(init.headers)
      return Promise.resolve(new Response())
    },
    () => ({ version: null, queuedEvents: 0, wallClockMs: 1 }),
  )
  await fetch('http://hq/', {})
  expect(headers.has('x-tillpoint-version')).toBe(false)
})
