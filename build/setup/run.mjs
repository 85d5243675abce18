// Starting other programs: their output goes to standard error, a failure names the command.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { Stop } from './console.mjs'
import { root } from './places.mjs'

/**
 * @param {string} command @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, quiet?: boolean }} [options] quiet: show output only on failure
 * @returns {Promise<string>} standard output
 */
export async function run(command, args, options = {}) {
  const { code, stdout, shown } = await tryRun(command, args, options)
  if (code === 0) return stdout
  throw new Stop(1, `${options.quiet ? shown : ''}\n${path.basename(command)} ${args.slice(0, 3).join(' ')} … failed (${code})`)
}

/** As `run`, but answers with the exit code; -1 if it could not be started or ran out of time. */
export async function tryRun(command, args, options = {}) {
  const child = spawn(command, args, { cwd: options.cwd ?? root, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let shown = ''
  const show = (chunk) => {
    shown += chunk
    if (!options.quiet) process.stderr.write(chunk)
  }
  child.stdout.on('data', (chunk) => {
    stdout += chunk
    show(chunk)
  })
  child.stderr.on('data', show)
  const timer = options.timeoutMs ? setTimeout(() => child.kill('SIGKILL'), options.timeoutMs) : undefined
  const code = await new Promise((resolve) => {
    child.on('error', (cause) => {
      shown += cause.message
      resolve(-1)
    })
    child.on('close', (exitCode) => resolve(exitCode ?? -1))
  })
  clearTimeout(timer)
  return { code, stdout, shown }
}

/**
 * The environment of an npm as the person has it: never under the project's own Node, which `npm ci` removes while it
 * runs, and without what an outer npm passes on to its scripts.
 */
export function npmEnvironment() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes(`node_modules${path.sep}.bin`))
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(command|lifecycle|package|config_(prefix|local_prefix|global))/.test(name))
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter) }
}

/** @param {readonly string[]} args @param {Parameters<typeof run>[2]} [options] */
export function npm(args, options = {}) {
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { ...options, env: npmEnvironment() })
}
