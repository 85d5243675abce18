/**
 * The long run: `npm run reference -- --count 20000 --seed N`. Compares the engine with the reference model on random cases.
 * Progress on standard error, a last line of counts on standard output; exit 1 where they differ, 2 for bad arguments.
 */
import { parseArgs } from 'node:util'
import { coverageText, missingFrom } from './coverage.ts'
import { startEngine } from './engine.ts'
import { foundText, play } from './play.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    shrink: { type: 'string', default: '5' },
    coverage: { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const seed = Number(values.seed)
const shrinkMax = Number(values.shrink)

if (![count, seed, shrinkMax].every((one) => Number.isSafeInteger(one) && one >= 0)) {
  process.stderr.write('reference: --count, --seed and --shrink are whole numbers\n')
  process.exit(2)
}

process.stderr.write(`reference: ${count} cases from seed ${seed}\n`)
const engine = startEngine()
const played = await play(engine, seed, count, shrinkMax, (done, differing) => {
  if (done % 1000 === 0) process.stderr.write(`reference: ${done} played, ${differing} differ\n`)
})
await engine.close()
for (const found of played.found) process.stdout.write(`${foundText(found)}\n`)
if (played.seeds.length > played.found.length) process.stdout.write(`seeds that differ: ${played.seeds.join(' ')}\n`)
if (values.coverage) process.stdout.write(`${coverageText(played.coverage)}\n`)
process.stdout.write(
  `cases ${played.count}, accepted ${played.coverage.get('accepted') ?? 0}, differences ${played.seeds.length}, rules not reached ${missingFrom(played.coverage).length}, seed ${seed}\n`,
)
process.exit(played.seeds.length === 0 ? 0 : 1)
