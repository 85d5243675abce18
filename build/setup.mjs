// npm run setup: everything that start and tests need, and nothing else.
import { runScript, say } from './setup/console.mjs'
import { setUp } from './setup/index.mjs'

await runScript(async () => {
  await setUp('test')
  say('[set-up] ready')
})
