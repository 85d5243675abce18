import { _electron, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pictures, watchComplaints, type Look } from './till-app.ts'

const electronProgram = createRequire(import.meta.url)('electron') as unknown as string

/** A plain window of the packaged Chromium, with nothing of the till in it: what a person opens HQ's page with. */
const program = (url: string): string => `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900, useContentSize: true, webPreferences: { sandbox: true } }).loadURL(${JSON.stringify(url)}))
`

export type Browser = {
  readonly page: Page
  readonly complaints: readonly string[]
  setLook(look: Look): Promise<void>
  picture(name: string): Promise<void>
  close(): Promise<void>
}

export async function openBrowser(url: string): Promise<Browser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-browser-'))
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'browser', main: 'main.cjs' }))
  writeFileSync(path.join(folder, 'main.cjs'), program(url))
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({ executablePath: electronProgram, args: [...flags, folder, `--user-data-dir=${path.join(folder, 'profile')}`, '--lang=en-US'] })
  const page = await app.firstWindow().catch(async (cause: unknown) => {
    await app.close()
    throw cause
  })
  const complaints = watchComplaints(page)
  await page.waitForURL((address) => address.href.startsWith(url))
  return {
    page,
    complaints,
    async setLook(look) {
      await page.evaluate((chosen) => localStorage.setItem('tillpoint.preferences', JSON.stringify(chosen)), look)
      await page.reload()
      await page.locator(`html[lang="${look.locale}"]`).waitFor({ state: 'attached' })
    },
    async picture(name) {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' })
    },
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
