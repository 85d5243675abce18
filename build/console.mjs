// npm run build:console: HQ's web page, for an HQ that is run by itself.
import { ensureBundles } from './setup/bundles.mjs'
import { runScript } from './setup/console.mjs'
import { setUp } from './setup/index.mjs'

await runScript(async () => {
  await setUp('commands')
  await ensureBundles(['console'])
})
