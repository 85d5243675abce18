// Where things lie: inside the clone, in this user's cache, and, as root, where an unprivileged user can reach them.
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const isRoot = process.getuid?.() === 0

/** A path inside the clone. @param {...string} parts */
export const inClone = (...parts) => path.join(root, ...parts)
/** The project's own Node 24. */
export const projectNode = inClone('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
export const electronPackage = inClone('node_modules/electron')

/** Downloads and compiled parts that outlive the clone. */
export function cacheFolder() {
  const home = process.env.HOME && existsSync(process.env.HOME) ? process.env.HOME : null
  const base = process.env.XDG_CACHE_HOME ?? (home ? path.join(home, '.cache') : path.join(os.tmpdir(), `cache-${os.userInfo().uid}`))
  return path.join(base, 'tillpoint')
}

/** Everything of a start as root: runtime, application and, if not told otherwise, data. */
export const systemFolder = '/var/lib/tillpoint'

/** @returns {string} the data folder where none was named */
export function defaultDataFolder() {
  return isRoot ? systemFolder : path.join(os.homedir(), '.local/share/tillpoint')
}

/** @param {string} file @returns {any} */
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** The version of an installed package. @param {string} name */
export const versionOf = (name) => readJson(inClone('node_modules', name, 'package.json')).version
