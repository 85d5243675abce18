import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '../../src/hq/embedded-postgres.ts'
import { startShopHq } from './hq.ts'
import { killText, killTheTill } from './kills.ts'
import { phases } from './phases.ts'

/** npm run kills -- --count 10000 [--seed N]: the long run, counts by phase, exit 1 on any loss. */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '600' }, seed: { type: 'string', default: '1' } },
})
const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-kills-hq-'))
chmodSync(folder, 0o711)
const postgres = await startEmbeddedPostgres({ folder })
const hq = await startShopHq(postgres.databaseUrl)
const perPhase = Math.ceil(Number(values.count) / phases.length)
process.stdout.write(`seed ${values.seed}, ${perPhase} kills in each of ${phases.length} phases\n`)
const table = await killTheTill({
  ...{
    seed: Number(values.seed),
    perPhase,
    hqUrl: hq.url,
    databaseUrl: postgres.databaseUrl,
    enrolCode: () => hq.enrolCode(),
  },
  onKill: (counts) => void process.stderr.write(`\r${Object.values(counts).join(' ')} `),
})
process.stdout.write(`\n${killText(table)}\n`)
await hq.close()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(table.clean ? 0 : 1)
