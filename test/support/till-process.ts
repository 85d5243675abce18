import { createInterface } from 'node:readline'
import { runTill } from './till.ts'

/** A test till in a process of its own, to be killed: reads `{ name, input }` a line, answers with a line. */
const [, , dataDir = ''] = process.argv
const till = await runTill({ dataDir })
for await (const line of createInterface({ input: process.stdin })) {
  const { name, input } = JSON.parse(line) as { name: Parameters<typeof till.call>[0]; input: never }
  process.stdout.write(`${JSON.stringify(await till.call(name, input))}\n`)
}
