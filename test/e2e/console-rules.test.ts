import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'
import { openBrowser, type Browser } from './support/browser.ts'
import { consolePassword, startHqProcess, type HqProcess } from './support/hq-process.ts'

/** HQ's page in a real browser against a real HQ: publishing the next version of the rules by the button. */

let dataDir: string
let hq: HqProcess
let browser: Browser | null = null
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'tillpoint-console-'))
  chmodSync(dataDir, 0o755)
  hq = await startHqProcess(dataDir)
  browser = await openBrowser(`${hq.url}/console/`)
  await browser.setLook({ locale: 'en', theme: 'light' })
})
afterAll(async () => {
  // HQ ends even where the browser did not open: what it holds would be held for ever.
  await browser?.close()
  await hq.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

function shown(): Browser {
  if (browser === null) throw new Error('the browser is not open')
  return browser
}

type Document = { readonly earn: object; readonly promotions: readonly { readonly id: string; readonly effect: object }[]; readonly examples: readonly object[] }
const current = JSON.parse(readFileSync(path.join(root, 'resources/programmes/harbour-club.json'), 'utf8')) as Document
const file = (name: string, content: unknown) => ({ name, mimeType: 'application/json', buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)) })

/** Nothing of the examples holds any more once the first promotion is tripled. */
const tripled = { ...current, examples: [], promotions: current.promotions.map((promotion, place) => (place === 0 ? { ...promotion, effect: { multiplier: '3' } } : promotion)) }

it('signs in and opens the rules', async () => {
  const { page } = shown()
  await page.getByLabel('One-time password').fill(consolePassword)
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('button', { name: 'Promotions and rules' }).click()
  await page.getByText('Version 1 is at work in all stores.').waitFor()
  await shown().picture('console-rules-1-versions')
})

it('says what is wrong with a file, and publishes nothing', async () => {
  const { page } = shown()
  const choose = page.getByLabel('Programme file')
  await choose.setInputFiles(file('notes.json', 'not a programme'))
  await page.getByText('It is not JSON').waitFor()
  await choose.setInputFiles(file('wrong.json', { ...current, earn: { ...current.earn, perMinor: 200 } }))
  await page.getByText(/^Cannot be published: \d+ errors$/).waitFor()
  await page.getByText('examples[0].expect', { exact: false }).first().waitFor()
  await shown().picture('console-rules-2-refused')
  await page.getByText('Version 1 is at work in all stores.').waitFor()
})

it('shows what changes in words, asks once more, and publishes', async () => {
  const { page } = shown()
  await page.getByLabel('Programme file').setInputFiles(file('tripled.json', tripled))
  await page.getByText('multiplier: 2 → 3').waitFor()
  await page.getByText('against version 1').waitFor()
  await page.getByRole('button', { name: 'Publish as version 2' }).click()
  await page.getByText('Put version 2 to work in all stores?').waitFor()
  await page.getByText('This machine').click()
  await page.getByRole('button', { name: 'Dark' }).click()
  await page.getByRole('button', { name: '简体中文' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('让各店都用第 2 版吗？').waitFor()
  await shown().picture('console-rules-3-sure-zh-dark')
  await page.getByText('本机').click()
  await page.getByRole('button', { name: '浅色' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await page.keyboard.press('Escape')
  await shown().picture('console-rules-3-sure')
  await page.getByRole('button', { name: 'Yes, publish' }).click()
  await page.getByText('Version 2 is published').waitFor()
  await page.getByText('Version 2 is at work in all stores.').waitFor()
  expect(await page.getByRole('row').count()).toBe(3)
  await shown().picture('console-rules-4-published')
})

it('gives each version back as the file that its check sum is of', async () => {
  const { page } = shown()
  const checkSum = await page.getByRole('row').nth(1).locator('code').getAttribute('title')
  const text = await page.evaluate(async () => (await fetch('/console/api/programmes/2')).text())
  expect(createHash('sha256').update(text).digest('hex')).toBe(checkSum)
  const document = JSON.parse(text) as Document & { readonly version: number }
  expect([document.version, document.promotions[0]?.effect]).toEqual([2, { multiplier: '3' }])
  expect(await page.getByRole('link', { name: 'Download version 1' }).getAttribute('href')).toBe('/console/api/programmes/1')
})

it('no page complained', () => expect(shown().complaints.filter((said) => !said.includes('401'))).toEqual([]))
