import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chmodSync, chownSync, constants, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'
import { freePort, untilLine } from './support/hq-process.ts'

const isRoot = process.getuid?.() === 0
const userId = isRoot ? 65_534 : process.getuid?.() ?? 0
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-bare-'))
  mkdirSync(path.join(folder, 'data'))
  chmodSync(folder, 0o755)
  const cookies = process.env['XAUTHORITY'] ?? path.join(homedir(), '.Xauthority')
  if (existsSync(cookies)) copyFileSync(cookies, path.join(folder, 'cookies'))
  if (isRoot) for (const place of ['.', 'data', 'cookies']) if (existsSync(path.join(folder, place))) chownSync(path.join(folder, place), userId, userId)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The clone, or where another user cannot get into it, a copy. */
function reachableClone(): string {
  const isOpen = (place: string): boolean => (statSync(place).mode & 0o001) !== 0 && (place === '/' || isOpen(path.dirname(place)))
  if (!isRoot || isOpen(root)) return root
  const copy = path.join(folder, 'clone')
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: (from) => path.basename(from) !== '.git' })
  return copy
}

/**
 * A command in a user namespace of its own in which no further ones can be made: Chromium has no sandbox there, as on a
 * machine whose kernel forbids it. Nothing outside of it changes.
 */
function withoutNamespaces(command: readonly string[]): readonly [string, ...string[]] {
  const asOther = isRoot ? ['setpriv', '--reuid', String(userId), '--regid', String(userId), '--clear-groups', '--'] : []
  const inside = 'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --ambient-caps -all --inh-caps -all -- "$@"'
  const [first = 'unshare', ...rest] = [...asOther, 'unshare', '--user', `--map-user=${userId}`, `--map-group=${userId}`, '--keep-caps', 'sh', '-c', inside, 'sh', ...command]
  return [first, ...rest]
}

/** The till's status as its page shows it is in its window; the shell's command line tells whether it has a sandbox. */
function commandsOfThisTill(): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return command.includes(`--data=${folder}`) ? [command] : []
    } catch {
      return []
    }
  })
}

it('a checkout goes on without a sandbox where there is none, and says so', async () => {
  accessSync('/proc/sys/user/max_user_namespaces', constants.R_OK)
  const clone = reachableClone()
  const [program, ...args] = withoutNamespaces([path.join(clone, 'node_modules/.bin/node'), path.join(clone, 'build/start.mjs'), '--data', path.join(folder, 'data')])
  const start = spawn(program, args, {
    cwd: clone,
    env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, XAUTHORITY: path.join(folder, 'cookies'), TILLPOINT_HQ_PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await Promise.all([untilLine(start, /^This machine gives Chromium no sandbox/m), untilLine(start, /^till ready$/m)])
  expect(commandsOfThisTill().some((command) => command.includes('--no-sandbox'))).toBe(true)
  start.kill('SIGTERM')
  const [code] = (await once(start, 'exit')) as [number | null]
  expect(code).toBe(0)
})
