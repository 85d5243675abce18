import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/tidy/project.ts'
import { longParts, type LongPart } from './parts.ts'

/** npm run long [-- --only NAME[,NAME]] [--seed N]: every long variant in turn; exit 1 if any found something. */
const { values } = parseArgs({ options: { only: { type: 'string' }, seed: { type: 'string' } } })
const names = values.only?.split(',') ?? longParts.map(({ name }) => name)
if (names.some((name) => !longParts.some((part) => part.name === name))) {
  process.stderr.write(`usage: npm run long [-- --only NAME[,NAME] --seed N]\n${longParts.map(({ name, what }) => `  ${name.padEnd(16)} ${what}`).join('\n')}\n`)
  process.exit(2)
}
// Another seed each time unless one is given; it is printed, so that a run can be made again.
const seed = values.seed ?? String(process.hrtime.bigint() % 1_000_000_000n)
const failed: string[] = []
for (const part of longParts.filter(({ name }) => names.includes(name))) {
  const startedMs = performance.now()
  process.stdout.write(`\n== ${part.name}: ${part.what}, seed ${seed}\n`)
  const code = await exitOf(part)
  if (code !== 0) failed.push(part.name)
  process.stdout.write(`== ${part.name}: ${code === 0 ? 'nothing found' : `exit ${code}`}, ${Math.round((performance.now() - startedMs) / 1000)} s\n`)
}
process.stdout.write(`\n${names.length} long runs, seed ${seed}, ${failed.length === 0 ? 'nothing found' : `found something: ${failed.join(', ')}`}\n`)
process.exitCode = failed.length === 0 ? 0 : 1

function exitOf({ program, args }: LongPart): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, program), ...args, '--seed', seed], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
