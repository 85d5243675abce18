import { loadLine, machineLines } from './machine.ts'
import { readOptions, USAGE } from './options.ts'
import { measure } from './parts.ts'
import { openBenchShop, type BenchShop } from './shop.ts'
import { tableOf, time } from './table.ts'

/**
 * npm run bench: how close we are to what this machine can do, in one table. Every number is the middle of several
 * rounds. Exits 0 whatever comes out; targets that were missed are marked.
 */
const options = readOptions(process.argv.slice(2))
if (options === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
const { folder } = options
const say = (line: string): void => void process.stderr.write(`[bench] ${line}\n`)
process.stdout.write(`${machineLines(folder).join('\n')}\n`)
const startedMs = performance.now()
let opening: Promise<BenchShop> | null = null
const close = async (): Promise<void> => (await opening?.catch(() => null))?.close()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().finally(() => process.exit(130)))
try {
  const rows = await measure({ options, say, shop: () => (opening ??= openBenchShop(folder, say)) })
  process.stdout.write(`${loadLine('at the end')}\n\n${tableOf(rows)}\n`)
  say(`${time(performance.now() - startedMs)} in all; medians of ${options.rounds} rounds`)
} finally {
  await close()
}
