import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { vi } from 'vitest'
import type { DeskState, TillStatus } from '../../../src/contract/desk-state.ts'
import type { Input, Reply, TillBridge } from '../../../src/contract/serve.ts'
import type { CallName } from '../../../src/contract/till-calls.ts'
import { root } from '../../support/tidy/project.ts'
import { typeAsScanner } from './keyboard-scanner.ts'

const electronProgram = createRequire(import.meta.url)('electron') as unknown as string
export const pictures = path.join(root, 'out/e2e')

export type Look = { readonly locale: 'zh-Hans' | 'zh-Hant' | 'en'; readonly theme: 'light' | 'dark' }

/** The real application with its real window. */
export type TillApp = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  /** Types as a keyboard scanner does, Enter at the end. */
  scan(code: string): Promise<void>
  /** Presses one key or a chord, as a person does. */
  press(key: string): Promise<void>
  /** Any call of the contract, as the page makes it. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>
  desk(): Promise<DeskState>
  status(): Promise<TillStatus>
  /** Waits until the desk is as wanted. @throws with the desk as it is */
  untilDesk(what: string, isThere: (desk: DeskState) => boolean, timeoutMs?: number): Promise<DeskState>
  untilStatus(what: string, isThere: (status: TillStatus) => boolean, timeoutMs?: number): Promise<TillStatus>
  engineProcess(): number
  /** Signs somebody of the sample in by PIN, and opens a shift where none is: for journeys that are about something else. */
  takeOver(role?: keyof typeof samplePeople): Promise<void>
  setLook(look: Look): Promise<void>
  picture(name: string): Promise<void>
  /** What the page complained of: errors and refused content. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export type LaunchOptions = { readonly dataDir: string; readonly hqUrl: string; readonly enrolCode?: string; readonly look?: Look }

/** Program and arguments of the application, as every start here uses them. */
export function electronCommand(flags: readonly string[]): readonly [string, ...string[]] {
  // Root has no sandbox of Chromium's. `npm start` runs as another user instead: start.test.ts holds it to that.
  return [electronProgram, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...flags, '--lang=en-US']
}

/** Starts the application over a data folder and waits until its page shows the till. */
export async function launchTill(options: LaunchOptions): Promise<TillApp> {
  const { dataDir, hqUrl, enrolCode } = options
  const [executablePath, ...args] = electronCommand([`--data=${dataDir}`, `--hq=${hqUrl}`])
  const app = await _electron.launch({
    executablePath,
    args,
    env: { ...environment(), XDG_STATE_HOME: path.join(dataDir, 'state'), ...(enrolCode === undefined ? {} : { TILLPOINT_ENROL_CODE: enrolCode }) },
  })
  const said: string[] = []
  app.process().stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const page = await app.firstWindow()
  const complaints = watchComplaints(page)
  const till = driver(app, page, dataDir, complaints)
  await till.setLook(options.look ?? { locale: 'en', theme: 'light' })
  await till.untilStatus('a till that shows itself', () => true, 30_000).catch((cause: unknown) => {
    throw new Error(`${String(cause)}\n${said.join('')}`)
  })
  return till
}

function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('TILLPOINT_'))
  return Object.fromEntries(kept)
}

export function watchComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

/** What a page holds, as the test reads it. */
type TillWindow = Window & { readonly till: TillBridge }

function driver(app: ElectronApplication, page: Page, dataDir: string, complaints: readonly string[]): TillApp {
  const hello = async () => {
    const reply = await page.evaluate(() => (window as unknown as TillWindow).till.invoke('till.hello', {}))
    if (!reply.ok) throw new Error(`till.hello: ${reply.error.code}`)
    return reply.output
  }
  const until = async <T extends object>(what: string, read: () => Promise<T>, isThere: (seen: T) => boolean, timeoutMs: number): Promise<T> => {
    let seen: T | undefined
    try {
      return await vi.waitUntil(
        async () => {
          seen = await read().catch(() => undefined)
          return seen !== undefined && isThere(seen) ? seen : null
        },
        { timeout: timeoutMs, interval: 30 },
      )
    } catch {
      throw new Error(`no ${what} within ${timeoutMs} ms; there is ${JSON.stringify(seen ?? null, null, 1).slice(0, 3000)}`)
    }
  }
  const call: TillApp['call'] = (name, input) => page.evaluate(([called, given]) => (window as unknown as TillWindow).till.invoke(called, given as never), [name, input] as const) as Promise<Reply<typeof name>>
  const desk = async (): Promise<DeskState> => (await hello()).desk
  const status = async (): Promise<TillStatus> => (await hello()).status
  return {
    app,
    page,
    dataDir,
    complaints,
    desk,
    status,
    scan: (code) => typeAsScanner(app.process().pid ?? 0, code),
    press: (key) => page.keyboard.press(key),
    call,
    untilDesk: (what, isThere, timeoutMs = 8_000) => until(what, desk, isThere, timeoutMs),
    untilStatus: (what, isThere, timeoutMs = 8_000) => until(what, status, isThere, timeoutMs),
    engineProcess: () => engineProcessOf(dataDir),
    takeOver: (role = 'cashier') => takeOver(call, samplePeople[role], (what, isThere) => until(what, status, isThere, 20_000)),
    async setLook(look) {
      await page.evaluate((chosen) => localStorage.setItem('tillpoint.preferences', JSON.stringify(chosen)), look)
      await page.reload()
      await page.locator('html').and(page.locator(`[lang="${look.locale}"]`)).waitFor({ state: 'attached' })
    },
    async picture(name) {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' })
    },
    close: () => app.close(),
  }
}

/** PINs of resources/sample/README.md. */
const samplePeople = { cashier: { staffId: 'p01', pin: '1001' }, manager: { staffId: 'p04', pin: '100400' } } as const

/** The staff come with the feed: before them nobody can sign in, and nobody has to. */
async function takeOver(call: TillApp['call'], who: { readonly staffId: string; readonly pin: string }, untilStatus: (what: string, isThere: (status: TillStatus) => boolean) => Promise<TillStatus>): Promise<void> {
  await untilStatus('staff of the store', ({ staff }) => staff.kind !== 'unguarded')
  const signedIn = await call('staff.signIn', who)
  if (!signedIn.ok) throw new Error(`staff.signIn: ${signedIn.error.code}`)
  const shift = await call('shift.get', {})
  if (shift.ok && shift.output.kind === 'open') return
  const opened = await call('shift.open', { shiftId: randomUUID(), floatMinor: 50_000 })
  if (!opened.ok) throw new Error(`shift.open: ${opened.error.code}`)
}

/** The shell notes in its log which process the engine is. */
function engineProcessOf(dataDir: string): number {
  const log = readFileSync(path.join(dataDir, 'logs/till.log'), 'utf8')
  return Number([...log.matchAll(/engine runs as process (\d+)/g)].at(-1)?.[1])
}
