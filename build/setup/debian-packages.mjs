// Packages of the distribution that Electron, PostgreSQL and the tests need. Without dpkg this step does nothing.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { during, Stop } from './console.mjs'
import { isRoot } from './places.mjs'
import { run } from './run.mjs'

const runtimePackages = [
  'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatk-bridge2.0-0', 'libcups2', 'libdrm2', 'libxkbcommon0',
  'libxcomposite1', 'libxdamage1', 'libxrandr2', 'libusb-1.0-0', 'udev', 'fonts-noto-cjk', 'unzip', 'gcc', 'g++', 'libc6-dev',
]
const testPackages = ['xvfb', 'xauth', 'socat', 'xdotool']
/** These got a new name in Debian 13 and Ubuntu 24.04. */
const renamed = new Set(['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0', 'libcups2'])

/**
 * The packages that are missing here, by the names this distribution knows.
 * @param {'run' | 'test'} purpose
 */
export function missingDebianPackages(purpose) {
  const wanted = purpose === 'test' ? [...runtimePackages, ...testPackages] : runtimePackages
  const names = wanted.flatMap((name) => (renamed.has(name) ? [name, `${name}t64`] : [name]))
  const answer = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' })
  if (answer.error) return []
  const installed = new Set(answer.stdout.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]))
  return wanted.filter((name) => !installed.has(name) && !installed.has(`${name}t64`)).map((name) => (renamed.has(name) && hasNewNames() ? `${name}t64` : name))
}

function hasNewNames() {
  const release = readFileSync('/etc/os-release', 'utf8')
  const version = Number(/^VERSION_ID="?(\d+)/m.exec(release)?.[1] ?? 0)
  return /^ID="?ubuntu/m.test(release) ? version >= 24 : version === 0 || version >= 13
}

/**
 * Not root and something missing: the one line to type, before anything else is done.
 * @param {'run' | 'test'} purpose
 */
export function demandDebianPackages(purpose) {
  const missing = missingDebianPackages(purpose)
  if (missing.length > 0 && !isRoot) throw new Stop(3, `Debian packages are missing. Install them once with:\nsudo apt-get install -y ${missing.join(' ')}`)
  return missing
}

/** @param {'run' | 'test'} purpose */
export async function ensureDebianPackages(purpose) {
  const missing = demandDebianPackages(purpose)
  if (missing.length === 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await during(`Debian packages: ${missing.join(' ')}`, async () => {
    await run('apt-get', ['update', '-q'], { env, quiet: true })
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env, quiet: true })
  })
}
