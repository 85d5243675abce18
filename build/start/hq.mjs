// The HQ of a start: on this machine, with its database inside the data folder, or the one that DATABASE_URL names.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Stop } from '../setup/console.mjs'
import { inClone, projectNode, root } from '../setup/places.mjs'
import { run } from '../setup/run.mjs'

const program = inClone('src/hq/cli/main.ts')

/**
 * Starts HQ with sample data at the first start, and waits until it serves.
 * @param {string} dataFolder @param {number} port @param {(...args: Parameters<typeof import('./child.mjs').startChild>) => import('./child.mjs').RunningChild} start
 * @returns {Promise<{ child: import('./child.mjs').RunningChild, url: string }>}
 */
export async function startHq(dataFolder, port, start) {
  const child = start([projectNode, program, 'serve', '--data', dataFolder, '--port', String(port), '--seed'], { env: process.env, cwd: root })
  const ready = await child.untilLine(/^HQ ready at (\S+)/)
  if (ready === null) throw new Stop(1, `HQ could not start (it ended with ${await child.ended}).`)
  return { child, url: ready[1] }
}

/** A one-time code under which this till enrols; null: it has done so at an earlier start. @param {string} dataFolder */
export async function enrolCodeFor(dataFolder) {
  if (isEnrolled(dataFolder)) return null
  return (await run(projectNode, [program, 'enrol-code', '--data', dataFolder], { quiet: true })).trim().split('\n').at(-1) ?? ''
}

const marker = (dataFolder) => path.join(dataFolder, 'enrolled')

function isEnrolled(dataFolder) {
  try {
    return readFileSync(marker(dataFolder), 'utf8') !== ''
  } catch {
    return false
  }
}

/** From now on no code is made for this till. @param {string} dataFolder */
export function rememberEnrolled(dataFolder) {
  if (!isEnrolled(dataFolder)) writeFileSync(marker(dataFolder), 'enrolled\n')
}
