import { parseArgs } from 'node:util'
import { cutThePower, powerCutText } from './power-cuts.ts'

/** npm run power-cuts -- --count 100000 [--seed N] [--sales N]: many states of the disk, a table, exit 1 on any loss. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    sales: { type: 'string', default: '120' },
  },
})
const table = await cutThePower({
  seed: Number(values.seed),
  states: Number(values.count),
  sales: Number(values.sales),
})
process.stdout.write(`seed ${values.seed}\n${powerCutText(table)}\n`)
process.exit(table.lost.length + table.doubled.length + table.broken.length === 0 ? 0 : 1)
