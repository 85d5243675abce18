// A program that runs beside this one: its lines are passed on, and it never outlives us.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * @typedef {object} RunningChild
 * @property {number | undefined} pid undefined: it could not be started
 * @property {Promise<number>} ended its exit code; 128 and more for a signal
 * @property {(pattern: RegExp) => Promise<RegExpExecArray | null>} untilLine the first line that matches; null if it ends before
 * @property {() => string} errors what it said on standard error
 * @property {(patienceMs: number) => Promise<void>} stop asks it to end, then makes it
 */

/**
 * @param {readonly string[]} command program and arguments
 * @param {{ env: NodeJS.ProcessEnv, cwd: string, user?: string, isNoise?: (line: string) => boolean, pass?: (line: string, stream: 'stdout' | 'stderr') => void }} options
 *   user: run it as this one · pass: what to do with its lines; by default they are ours
 * @returns {RunningChild}
 */
export function startChild(command, { env, cwd, user, isNoise = () => false, pass = passOn }) {
  const [program, ...args] = [...guard(user), ...command]
  // A group of its own: Ctrl-C in the terminal reaches us alone, and we end it in good order.
  const child = spawn(program, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines = []
  const watchers = new Set()
  let errors = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    pass(line, 'stdout')
    lines.push(line)
    for (const watcher of watchers) watcher(line)
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors = `${errors}${line}\n`.slice(-20_000)
    if (!isNoise(line)) pass(line, 'stderr')
  })
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)))
  })
  return {
    pid: child.pid,
    ended,
    errors: () => errors,
    untilLine(pattern) {
      return new Promise((resolve) => {
        const look = (line) => {
          const match = pattern.exec(line)
          if (match) resolve(match)
        }
        lines.forEach(look)
        watchers.add(look)
        void ended.then(() => resolve(null))
      })
    },
    async stop(patienceMs) {
      child.kill('SIGTERM')
      const isOver = await Promise.race([ended.then(() => true), sleep(patienceMs, false, { ref: false })])
      if (!isOver) child.kill('SIGKILL')
      await ended
    },
  }
}

const passOn = (line, stream) => void process[stream].write(`${line}\n`)

/** Linux: the kernel ends the child when we end, however we end; as root, it becomes an unprivileged user. */
function guard(user) {
  if (process.platform !== 'linux' || spawnSync('setpriv', ['--version']).status !== 0) return []
  const identity = user ? ['--reuid', user, '--regid', user, '--init-groups'] : []
  return ['setpriv', '--pdeathsig', 'TERM', ...identity, '--']
}
