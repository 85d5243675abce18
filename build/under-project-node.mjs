// The command line starts itself again under the project's own Node, whatever Node the caller has.
import { spawn } from 'node:child_process'
import { runScript } from './setup/console.mjs'
import { setUp } from './setup/index.mjs'
import { inClone, projectNode } from './setup/places.mjs'

/**
 * Input paths stay relative to the caller's folder; signals and the exit code are passed on.
 * @param {string} program path inside the clone, a TypeScript file
 * @param {Parameters<typeof setUp>[0]} [purpose] how much of the set-up it needs
 * @param {readonly string[]} [args]
 */
export async function runUnderProjectNode(program, purpose = 'commands', args = process.argv.slice(2)) {
  await runScript(async () => {
    await setUp(purpose)
    const child = spawn(projectNode, [inClone(program), ...args], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    const { code, signal } = await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }))
    })
    if (signal === null) return code
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
    return 1
  })
}
