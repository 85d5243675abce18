// As root the window runs as an unprivileged user, so that Chromium's sandbox holds: root's clone may lie where that
// user cannot go, so runtime and application are copied to a place of the system, and the data folder is opened to it.
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { during, Stop } from '../setup/console.mjs'
import { electronVersion } from '../setup/electron-runtime.mjs'
import { electronPackage, inClone, readJson, root, systemFolder } from '../setup/places.mjs'
import { hashOf } from '../setup/stamp.mjs'

export const userName = 'tillpoint'
const homeFolder = path.join(systemFolder, 'home')
/** Groups that own serial ports and USB devices. */
const deviceGroups = ['dialout', 'plugdev', 'input', 'lp']

/** What of a build Electron loads. */
const applicationParts = ['package.json', 'out/main', 'out/preload', 'out/renderer', 'out/native']

/** Where the window's program and the application lie. @typedef {{ electron: string, application: string }} Installed */

/** @returns {{ uid: number, gid: number }} */
export function ensureUser() {
  if (lookUp() === null) {
    const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', homeFolder, '--shell', '/usr/sbin/nologin', userName], { encoding: 'utf8' })
    if (made.status !== 0) throw new Stop(3, `The user "${userName}" could not be made: ${made.stderr?.trim() ?? made.error}`)
    for (const group of deviceGroups) spawnSync('usermod', ['-a', '-G', group, userName])
  }
  const user = lookUp()
  if (user === null) throw new Stop(3, `There is no user "${userName}"`)
  return user
}

function lookUp() {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${userName}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined ? null : { uid: Number(uid), gid: Number(gid) }
}

/**
 * Copies runtime and application out of the clone when they have changed.
 * @param {string} built the folder with the application's `package.json` and `out`: the clone, or another build in it
 * @returns {Promise<Installed>}
 */
export async function install(built = root) {
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
  const electron = path.join(systemFolder, 'runtime', `electron-${electronVersion()}`)
  if (!existsSync(path.join(electron, 'electron'))) {
    await during('copying the runtime for an unprivileged user', () => replaceFolder(electron, (to) => cpSync(path.join(electronPackage, 'dist'), to, { recursive: true, verbatimSymlinks: true })))
  }
  const application = path.join(systemFolder, 'applications', createHash('sha256').update(built).digest('hex').slice(0, 12))
  const hash = hashOf(['package-lock.json', ...applicationParts.map((part) => path.relative(root, path.join(built, part)))])
  const marker = path.join(application, 'copied-from')
  const wanted = `${built}\n${hash}\n`
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== wanted) {
    await during('copying the application', () => replaceFolder(application, (to) => {
      for (const part of applicationParts) {
        if (existsSync(path.join(built, part))) cpSync(path.join(built, part), path.join(to, part), { recursive: true })
      }
      for (const name of nativePackages()) cpSync(inClone('node_modules', name), path.join(to, 'node_modules', name), { recursive: true })
      writeFileSync(path.join(to, 'copied-from'), wanted)
    }))
    forgetApplicationsOfClonesThatAreGone()
  }
  return { electron: path.join(electron, 'electron'), application }
}

function replaceFolder(folder, fill) {
  const making = `${folder}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  fill(making)
  spawnSync('chmod', ['-R', 'u=rwX,go=rX', making])
  rmSync(folder, { recursive: true, force: true })
  renameSync(making, folder)
}

/** The packages that stay outside the bundles (electron.vite.config.ts) and all that they need. */
function nativePackages() {
  const found = new Set()
  const visit = (name) => {
    if (found.has(name) || !existsSync(inClone('node_modules', name))) return
    found.add(name)
    const { dependencies = {}, optionalDependencies = {} } = readJson(inClone('node_modules', name, 'package.json'))
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach(visit)
  }
  ;['better-sqlite3', 'node-hid', 'serialport'].forEach(visit)
  return found
}

function forgetApplicationsOfClonesThatAreGone() {
  const folder = path.join(systemFolder, 'applications')
  for (const name of readdirSync(folder)) {
    const marker = path.join(folder, name, 'copied-from')
    if (existsSync(marker) && !existsSync(readFileSync(marker, 'utf8').split('\n')[0])) rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

/**
 * Gives the window's part of the data folder to the user.
 * @param {string} dataFolder @param {{ uid: number, gid: number }} user
 */
export function openDataFolder(dataFolder, user) {
  for (let folder = dataFolder; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const { mode, uid } = statSync(folder)
    if ((mode & (uid === user.uid ? 0o100 : 0o001)) === 0) {
      throw new Stop(3, `The till runs as user ${userName}, who may not enter ${folder}. Name another folder with --data, or: chmod o+x ${folder}`)
    }
  }
  for (const part of ['till', 'window', 'logs']) {
    const folder = path.join(dataFolder, part)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (statSync(folder).uid !== user.uid) spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, folder])
  }
}

/** The environment of that user, with the right to show windows on the display of the environment given. */
export function environmentOf(user, env = process.env) {
  mkdirSync(homeFolder, { recursive: true, mode: 0o700 })
  chownSync(homeFolder, user.uid, user.gid)
  const { DISPLAY, LANG, LC_ALL, TZ, PATH, XAUTHORITY, HOME } = env
  const kept = Object.fromEntries(Object.entries({ DISPLAY, LANG, LC_ALL, TZ, PATH }).filter(([, text]) => text !== undefined))
  return { ...kept, HOME: homeFolder, USER: userName, LOGNAME: userName, ...cookieFor(user, XAUTHORITY ?? path.join(HOME ?? '/root', '.Xauthority')) }
}

function cookieFor(user, cookies) {
  if (!existsSync(cookies)) return {}
  const copy = path.join(homeFolder, `.Xauthority-${process.pid}`)
  copyFileSync(cookies, copy)
  chownSync(copy, user.uid, user.gid)
  chmodSync(copy, 0o600)
  process.once('exit', () => rmSync(copy, { force: true }))
  return { XAUTHORITY: copy }
}
