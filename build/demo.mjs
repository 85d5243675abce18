// npm run demo: a day at the till without hands, on a display of its own; what was seen stays in out/e2e/.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { runScript, say } from './setup/console.mjs'
import { setUp } from './setup/index.mjs'
import { inClone, projectNode, root } from './setup/places.mjs'
import { onOwnDisplay } from './virtual-display.mjs'

await runScript(async () => {
  await setUp('test')
  const journey = [projectNode, inClone('node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', 'test/e2e/journey.test.ts', '--reporter=verbose']
  const [program, ...args] = onOwnDisplay(journey)
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'exit')
  say(`pictures of each step: ${inClone('out/e2e')}`)
  return code ?? 1
})
