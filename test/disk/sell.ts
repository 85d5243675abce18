import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { serveCall, type Input, type Output, type Reply } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import { systemClock } from '../../src/till/clock.ts'
import { startEngine } from '../../src/till/engine.ts'
import { uuidV7Ids } from '../../src/till/ids.ts'
import { openKeyStore } from '../support/till.ts'
import { testLine } from '../support/till-line.ts'
import { ARM_FILE } from './fault-library.ts'

/**
 * A till in a process of its own that sells, for tests that kill it or take its disk away.
 *   node sell.ts FOLDER COUNT
 * After each sale that was answered as saved it writes the sale's id into FOLDER/shown, as a screen would show it.
 * The disk's faults are counted from the opening of ARM_FILE on.
 */
const [folder = '', count = '20'] = process.argv.slice(2)
const GOODS = ['RICE-10', 'TEA-1']
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const engine = await startEngine(
  {
    ...{ dataDir: folder, hq: null, drivers: null, clock: systemClock(), ids: uuidV7Ids(), keyStore: openKeyStore },
    log: { info: () => undefined, warn: () => undefined, error: (message) => say(`log ${message}`) },
  },
  testLine(false).startSync,
)

async function call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
  const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
    throw cause
  })
  if (answer?.kind !== 'reply') throw new Error('no reply')
  return answer.reply as Reply<N>
}

/** An answer that is not good ends the program, in words. */
async function must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
  const reply = await call(name, input)
  if (reply.ok) return reply.output
  say(`refused ${name} ${JSON.stringify(reply.error)}`)
  await engine.close()
  process.exit(0)
}

const shown = openSync(path.join(folder, 'shown'), 'a')
await must('basket.clear', {})
closeSync(openSync(path.join(folder, ARM_FILE), 'w'))
for (let sale = 0; sale < Number(count); sale += 1) {
  if (sale % 2 === 0) await must('member.attach', { memberId: 'm1', foundBy: 'phone' })
  for (const sku of GOODS.slice(sale % 2)) await must('basket.add', { sku, quantityMilli: 1000 })
  const { saleId, phase } = await must('sale.pay', {})
  const tenderedMinor = phase.kind === 'paying' ? phase.payMinor : 0
  say(`committing ${saleId}`)
  await must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor }] })
  writeSync(shown, `${saleId}\n`)
  say(`saved ${saleId}`)
  // A page's next call comes as a message of its own: what the engine left for after its answer is done by then.
  await new Promise((resolve) => void setImmediate(resolve))
  await must('sale.next', {})
}
await engine.close()
