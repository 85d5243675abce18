import { chromium, type Browser, type Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningChild } from '../../../build/start/child.mjs'
import { startChild } from '../../../build/start/child.mjs'
import { openWindow } from '../../../build/start/window.mjs'
import type { DeskState, TillStatus } from '../../../src/contract/desk-state.ts'
import type { TillBridge } from '../../../src/contract/serve.ts'
import { handsOn, type Hands } from './hands.ts'
import { until } from './until.ts'

/** The till's real application, started as `npm start` starts it, with hands on its keys and eyes on its window. */
export type TillWindow = {
  readonly name: string
  readonly dataFolder: string
  readonly hands: Hands
  /** The page in the window, by the browser's debugging line: for looking only. */
  page(): Page
  shellProcess(): number
  engineProcess(): number
  desk(): Promise<DeskState>
  status(): Promise<TillStatus>
  untilDesk(what: string, isThere: (desk: DeskState) => boolean, timeoutMs?: number): Promise<DeskState>
  untilStatus(what: string, isThere: (status: TillStatus) => boolean, timeoutMs?: number): Promise<TillStatus>
  /** Waits until the window, not only the engine behind it, is in a phase of the sale. */
  untilPhase(kind: DeskState['phase']['kind'] | 'other-than-saved', timeoutMs?: number): Promise<void>
  /** The receipt code that the window shows as saved, once it is another than the last one. */
  untilSaved(timeoutMs?: number): Promise<string>
  picture(file: string): Promise<void>
  /** Starts the application, and waits until its page shows the till. @returns how many milliseconds that took */
  open(enrolCode?: string): Promise<number>
  /** Scans a badge at a locked till, and opens a shift where none is. */
  takeOver(scan: (code: string) => Promise<void>, badge: string): Promise<void>
  /** kill -9 of the whole application. */
  kill(): Promise<void>
  close(): Promise<void>
}

export type TillWindowOptions = {
  readonly name: string
  readonly dataFolder: string
  readonly hqUrl: string
  readonly env: NodeJS.ProcessEnv
  /** The folder of another build than the clone's own. */
  readonly application?: string
  /** What the application says on its outputs. */
  readonly hear: (line: string) => void
}

const STOP_PATIENCE_MS = 10_000
const WAIT_MS = 20_000
const OPEN_MS = 90_000

export function tillWindow(options: TillWindowOptions): TillWindow {
  const { name, dataFolder, hqUrl, env, application, hear } = options
  mkdirSync(dataFolder, { recursive: true })
  const running: { app: RunningChild | null; browser: Browser | null; page: Page | null; lastCode: string } = { app: null, browser: null, page: null, lastCode: '' }
  const page = (): Page => running.page ?? fail(`${name} is not open`)
  const shellProcess = (): number => running.app?.pid ?? fail(`${name} is not running`)
  const hello = async () => {
    const reply = await page().evaluate(() => (window as unknown as { till: TillBridge }).till.invoke('till.hello', {}))
    return reply.ok ? reply.output : null
  }
  const desk = async (): Promise<DeskState | null> => (await hello())?.desk ?? null
  const status = async (): Promise<TillStatus | null> => (await hello())?.status ?? null
  return {
    name,
    dataFolder,
    hands: handsOn(env, shellProcess),
    page,
    shellProcess,
    engineProcess: () => engineProcessOf(dataFolder),
    desk: async () => (await desk()) ?? fail(`${name} has no engine`),
    status: async () => (await status()) ?? fail(`${name} has no engine`),
    untilDesk: (what, isThere, timeoutMs = WAIT_MS) => until(`${name}: ${what}`, desk, isThere, timeoutMs),
    untilStatus: (what, isThere, timeoutMs = WAIT_MS) => until(`${name}: ${what}`, status, isThere, timeoutMs),
    untilPhase: (kind, timeoutMs = WAIT_MS) =>
      page()
        .locator(kind === 'other-than-saved' ? '[data-phase]:not([data-phase=saved])' : `[data-phase=${kind}]`)
        .waitFor({ timeout: timeoutMs }),
    async untilSaved(timeoutMs = WAIT_MS) {
      const code = await page().evaluate(nextReceiptCode, { last: running.lastCode, timeoutMs })
      if (code === null) throw new Error(`${name}: no saved sale on the screen within ${timeoutMs} ms`)
      return (running.lastCode = code)
    },
    async picture(file) {
      mkdirSync(path.dirname(file), { recursive: true })
      await page().screenshot({ path: file, animations: 'disabled' })
    },
    async open(enrolCode) {
      let startedMs = performance.now()
      // Kept from its first moment, so that what hangs is ended all the same.
      const start: typeof startChild = (command, how) => {
        startedMs = performance.now()
        return (running.app = startChild(command, { ...how, pass: hear }))
      }
      const chosen = application === undefined ? {} : { application }
      const opening = openWindow({ dataFolder, hqUrl, enrolCode: enrolCode ?? null, flags: ['--remote-debugging-port=0'], env, ...chosen }, start)
      const opened = await Promise.race([opening, sleep(OPEN_MS, null, { ref: false })])
      if (opened?.isReady !== true) throw new Error(`${name} did not open within ${OPEN_MS} ms:\n${running.app?.errors() ?? ''}`)
      const tookMs = performance.now() - startedMs
      const { child } = opened
      running.browser = await chromium.connectOverCDP(/DevTools listening on (\S+)/.exec(child.errors())?.[1] ?? fail(`${name} has no debugging line`))
      running.page = running.browser.contexts()[0]?.pages()[0] ?? fail(`${name} has no window`)
      return tookMs
    },
    async takeOver(scan, badge) {
      // The staff come with the feed: before them nobody can sign in, and nobody has to.
      const { staff } = (await until(`${name}: staff of the store`, status, (seen) => seen.staff.kind !== 'unguarded', WAIT_MS))
      if (staff.kind === 'locked') await scan(badge)
      await until(`${name}: somebody at the till`, status, (seen) => seen.staff.kind === 'signed-in', WAIT_MS)
      await page().evaluate(openShift, randomUUID())
    },
    async kill() {
      process.kill(shellProcess(), 'SIGKILL')
      await running.app?.ended
      await running.browser?.close()
    },
    async close() {
      await running.browser?.close()
      await running.app?.stop(STOP_PATIENCE_MS)
      running.app = null
    },
  }
}

/** Runs in the page: resolves when a receipt code other than `last` is painted as that of a saved sale; null: too late. */
function nextReceiptCode({ last, timeoutMs }: { readonly last: string; readonly timeoutMs: number }): Promise<string | null> {
  const endMs = performance.now() + timeoutMs
  return new Promise((resolve) => {
    const look = (): void => {
      const isSaved = document.querySelector('[role=status] h1') !== null
      const code = isSaved ? /R\d+-\d+-[0-9a-f]{8}/.exec(document.body.innerText)?.[0] : undefined
      if (code !== undefined && code !== last) resolve(code)
      else if (performance.now() > endMs) resolve(null)
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** The shell notes in its log which process the engine is. */
function engineProcessOf(dataFolder: string): number {
  const log = readFileSync(path.join(dataFolder, 'logs/till.log'), 'utf8')
  return Number([...log.matchAll(/engine runs as process (\d+)/g)].at(-1)?.[1])
}

function fail(why: string): never {
  throw new Error(why)
}

/** In the page: a shift is open afterwards. */
async function openShift(shiftId: string): Promise<void> {
  const { till } = window as unknown as { till: TillBridge }
  const shift = await till.invoke('shift.get', {})
  if (shift.ok && shift.output.kind === 'none') await till.invoke('shift.open', { shiftId, floatMinor: 50_000 })
}
