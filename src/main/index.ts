import { app, dialog, protocol, type BrowserWindow } from 'electron'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { openCashierWindow } from './cashier-window.ts'
import { guardPages } from './guards.ts'
import { holderOf } from './holder.ts'
import { unlockWrappingKey } from './key-store.ts'
import { openLog } from './log.ts'
import { createPageLine } from './page-line.ts'
import { PAGE_SCHEME, pageFiles } from './page-files.ts'
import { savePaperPdf } from './paper-pdf.ts'
import { readShellOptions } from './shell-options.ts'
import { startTillProcesses, type TillProcesses } from './till-processes.ts'

/** The shell: a window, a key, two processes, and nothing that knows what a sale is. */
const options = readShellOptions(process.argv, process.env)
const tillDir = path.join(options.dataDir, 'till')
const log = openLog(options.dataDir)
const withoutSandbox = app.commandLine.hasSwitch('no-sandbox')
/** SQLite for a runtime that the published binary does not run on; set-up makes it. */
const ownSqlite = path.join(import.meta.dirname, '../native/better_sqlite3.node')

app.setPath('userData', path.join(options.dataDir, 'window'))
protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])

let processes: TillProcesses | null = null
let window: BrowserWindow | null = null

if (withoutSandbox && app.isPackaged) refuseToStart(3, 'Tillpoint does not run without the sandbox.')
else if (!app.requestSingleInstanceLock()) refuseToStart(1, `${options.dataDir} is in use by ${holderOf(tillDir)}. Close that program first.`)
else void run().catch((cause: unknown) => trouble(cause instanceof Error ? cause.message : String(cause)))

async function run(): Promise<void> {
  app.on('second-instance', () => window?.focus())
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', endOnce)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  await app.whenReady()
  guardPages()
  protocol.handle(PAGE_SCHEME, pageFiles(path.join(import.meta.dirname, '../renderer'), () => randomBytes(16).toString('base64')))
  const wrappingKey = await unlockWrappingKey(tillDir)
  window = openCashierWindow()
  const page = createPageLine(window, () => processes)
  processes = startTillProcesses(
    {
      dataDir: tillDir,
      wrappingKey,
      hq: options.hq,
      sqliteBinding: Number(process.versions['napi']) < 10 && existsSync(ownSqlite) ? ownSqlite : null,
      programVersion: app.getVersion(),
      shellWarnings: withoutSandbox ? ['no-sandbox'] : [],
    },
    {
      // One turn later: `processes` must be there before the page gets its port.
      onStart: () => setImmediate(page.engineStarted),
      onEnd: page.engineEnded,
      onPageReady: sayReadyOnce,
      onRefused: (_code, detail) => void trouble(detail),
      makePdf: (picture) => savePaperPdf(picture, app.getPath('downloads')),
      log,
    },
  )
}

let isReady = false
function sayReadyOnce(): void {
  if (isReady) return
  isReady = true
  process.stdout.write('till ready\n')
}

/** Before the application goes, the engine closes its files. */
let isEnding = false
function endOnce(event: Electron.Event): void {
  if (processes === null) return
  event.preventDefault()
  if (isEnding) return
  isEnding = true
  void processes.stop().finally(() => {
    processes = null
    app.exit(exitCode)
  })
}

let exitCode = 0
/** Something that a person has to see to: said on standard error, in the log and in a box; then the application ends. */
async function trouble(detail: string): Promise<void> {
  if (exitCode !== 0) return
  exitCode = 1
  log('error', detail)
  await app.whenReady()
  await dialog.showMessageBox({ type: 'error', title: app.name, message: detail })
  app.quit()
}

function refuseToStart(code: number, why: string): void {
  process.stderr.write(`${why}\n`)
  app.exit(code)
}
