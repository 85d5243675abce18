import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageFiles } from '../../src/main/page-files.ts'

let folder = ''
let nonces = 0
let answer: ReturnType<typeof pageFiles>
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-page-'))
  mkdirSync(path.join(folder, 'renderer/assets'), { recursive: true })
  writeFileSync(path.join(folder, 'renderer/index.html'), '<script nonce="__CSP_NONCE__"></script>')
  writeFileSync(path.join(folder, 'renderer/assets/a.js'), 'a()')
  writeFileSync(path.join(folder, 'secret.js'), 'secret')
  answer = pageFiles(path.join(folder, 'renderer'), () => `nonce${(nonces += 1)}`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const get = (url: string) => answer({ url, method: 'GET' })

describe('the own protocol', () => {
  it('gives every load of the page a nonce of its own, in the page and in its policy', async () => {
    const [first, second] = [await get('till://app/'), await get('till://app/index.html?window=cashier')]
    for (const page of [first, second]) {
      const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1]
      expect(page.headers.get('content-security-policy')).toContain(`script-src 'self' 'nonce-${nonce}'`)
    }
    expect(first.headers.get('content-security-policy')).not.toBe(second.headers.get('content-security-policy'))
  })
  it('allows nothing unsafe and no other origin', async () => {
    const policy = (await get('till://app/')).headers.get('content-security-policy') ?? ''
    expect(policy).not.toMatch(/unsafe|http|\*/)
    expect(policy).toMatch(/^default-src 'none';/)
  })
  it('serves its files with their types', async () => {
    const script = await get('till://app/assets/a.js')
    expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([200, 'text/javascript; charset=utf-8', 'a()'])
  })
  it.each([
    'till://app/missing.js',
    'till://app/../secret.js',
    'till://app/%2e%2e/secret.js',
    'till://app/..%2fsecret.js',
    'till://app/assets/%00.js',
    'till://app/%zz.js',
    'till://other/index.html',
    'file:///etc/passwd',
    'till://app/assets',
  ])('answers 404 for %s', async (url) => {
    expect((await get(url)).status).toBe(404)
  })
  it('answers 404 to what is not a GET', async () => {
    expect((await answer({ url: 'till://app/', method: 'POST' })).status).toBe(404)
  })
})
