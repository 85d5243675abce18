import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { startChild } from '../../../build/start/child.mjs'
import { root } from '../../support/tidy/project.ts'

const run = promisify(execFile)
/** Larger than any window of the till. */
const SCREEN = '2048x1152x24'
const STOP_PATIENCE_MS = 3_000

/** A place for windows: the environment under which programs find it. */
export type Display = { readonly env: NodeJS.ProcessEnv; close(): Promise<void> }

/**
 * One display a window: the person's own where there is one (shared then), else a virtual one each.
 * @param folder for the virtual displays' keys
 */
export async function openDisplays(count: number, folder: string): Promise<readonly Display[]> {
  if (await answers(process.env)) return Array.from({ length: count }, () => ({ env: process.env, close: async () => undefined }))
  const displays: Display[] = []
  for (let number = 0; number < count; number += 1) displays.push(await openVirtual(path.join(folder, `display-${number}`)))
  return displays
}

/** Is there an X display that takes keys? Wayland alone takes none from a program. */
async function answers(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (env['DISPLAY'] === undefined || env['DISPLAY'] === '') return false
  return run('xdotool', ['getdisplaygeometry'], { env, timeout: 5_000 }).then(
    () => true,
    () => false,
  )
}

/** An Xvfb that only who holds its key may use. */
async function openVirtual(keyFile: string): Promise<Display> {
  const key = randomBytes(16).toString('hex')
  await run('xauth', ['-f', keyFile, 'add', ':0', '.', key])
  const server = startChild(['Xvfb', '-displayfd', '1', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', keyFile], {
    env: process.env,
    cwd: root,
    pass: () => undefined,
  })
  const number = (await server.untilLine(/^(\d+)$/))?.[1]
  if (number === undefined) throw new Error(`Xvfb could not start:\n${server.errors()}`)
  await run('xauth', ['-f', keyFile, 'add', `:${number}`, '.', key])
  return {
    env: { ...process.env, DISPLAY: `:${number}`, XAUTHORITY: keyFile },
    async close() {
      await server.stop(STOP_PATIENCE_MS)
      rmSync(keyFile, { force: true })
    },
  }
}
