import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { root } from '../support/tidy/project.ts'

/** What is native, or brings files of its own, stays where it is. */
const external = ['better-sqlite3', 'serialport', 'node-hid', 'argon2']

/**
 * The till's program as one file: it is started hundreds of times, and reading its three hundred modules takes longer
 * than what it does then. Inside the clone, because what stays outside is found from there.
 */
export async function bundleTill(): Promise<{ readonly program: string; remove(): void }> {
  const folder = path.join(root, 'out/kills', randomUUID())
  await build({
    ...{ root, configFile: false, logLevel: 'error' },
    build: { ssr: path.join(import.meta.dirname, 'till-program.ts'), outDir: folder, minify: false, target: 'node24', emptyOutDir: true, copyPublicDir: false },
    ssr: { noExternal: true, external },
  })
  return { program: path.join(folder, 'till-program.js'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
