import { expect, it } from 'vitest'
import { makeDatabase } from '../support/postgres.ts'
import { startShopHq } from './hq.ts'
import { killText, killTheTill } from './kills.ts'

const SEED = 20261123

it('keeps every acknowledged sale, once, through 20 kills in each phase of a sale', async () => {
  const databaseUrl = await makeDatabase()
  const hq = await startShopHq(databaseUrl)
  const table = await killTheTill({
    seed: SEED,
    perPhase: 20,
    hqUrl: hq.url,
    databaseUrl,
    enrolCode: () => hq.enrolCode(),
  })
  await hq.close()
  process.stdout.write(`seed ${SEED}\n${killText(table)}\n`)
  expect(table.problems).toEqual([])
  expect(table.recountText.split('\n').at(-1)).toBe('lost 0, doubled 0, different 0')
  for (const [phase, count] of Object.entries(table.counts)) expect(count, phase).toBeGreaterThanOrEqual(20)
  expect(table.salesShown).toBeGreaterThan(40)
}, 600_000)
