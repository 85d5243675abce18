// What Electron and the browser load is built from src/ by electron-vite and vite, when a source has changed.
import { existsSync } from 'node:fs'
import { during } from './console.mjs'
import { inClone, projectNode } from './places.mjs'
import { run } from './run.mjs'
import { hashOf, isStamped, stamp } from './stamp.mjs'

const shared = ['package.json', 'package-lock.json', 'src/domain', 'src/scan', 'src/contract', 'src/ui']
const bundles = [
  {
    name: 'application',
    inputs: [...shared, 'electron.vite.config.ts', 'src/journal', 'src/till', 'src/main', 'src/preload', 'src/renderer'],
    tool: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
    result: 'out/main/index.js',
  },
  {
    name: 'console',
    inputs: [...shared, 'build/console.vite.config.ts', 'src/console'],
    tool: ['node_modules/vite/bin/vite.js', 'build', '--config', 'build/console.vite.config.ts', '--logLevel', 'warn'],
    result: 'out/console/index.html',
  },
]

/** @param {readonly ('application' | 'console')[]} names */
export async function ensureBundles(names) {
  for (const { name, inputs, tool, result } of bundles.filter((bundle) => names.includes(bundle.name))) {
    const hash = hashOf(inputs)
    if (isStamped(`bundle-${name}`, hash) && existsSync(inClone(result))) continue
    await during(`building the ${name}`, () => run(projectNode, tool.map((part) => (part.startsWith('node_modules') ? inClone(part) : part)), { quiet: true }))
    stamp(`bundle-${name}`, hash)
  }
}
