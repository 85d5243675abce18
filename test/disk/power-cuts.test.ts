import { expect, it } from 'vitest'
import { cutThePower, powerCutText } from './power-cuts.ts'

const SEED = 20261123

it('keeps every sale that was shown as saved, whatever a power cut leaves of the rest: 2,000 states', async () => {
  const table = await cutThePower({ seed: SEED, states: 2000, sales: 30 })
  process.stdout.write(`seed ${SEED}: ${powerCutText(table)}\n`)
  expect(table).toMatchObject({ lost: [], doubled: [], broken: [] })
  // A run in which everything was always synced would prove nothing.
  expect(table.unsyncedStates).toBeGreaterThan(1000)
}, 400_000)

it('catches a ledger that is opened with synchronous=NORMAL', async () => {
  const mutant = { module: 'till/db/till-files.ts', from: "synchronous: 'FULL'", to: "synchronous: 'NORMAL'" }
  const table = await cutThePower({ seed: SEED, states: 100, sales: 20, mutant })
  expect(table.lost.length).toBeGreaterThan(0)
}, 120_000)
