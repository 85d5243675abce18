import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { serveCall, type Input, type Reply } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import { systemClock } from '../../src/till/clock.ts'
import { startEngine } from '../../src/till/engine.ts'
import { uuidV7Ids } from '../../src/till/ids.ts'
import { openKeyStore } from '../support/till.ts'
import { testLine } from '../support/till-line.ts'

/**
 * A till in a process of its own whose disk fails at one operation after the other.
 *   node fault-program.ts FOLDER FAULTS_JSON
 * For each fault it sells once with the fault set, clears it, and finishes what was refused. One line of JSON a fault:
 * { fault, refusals, saved }. Ids of saved sales go to FOLDER/shown.
 */
const [folder = '', faultsJson = '[]'] = process.argv.slice(2)
const faults = JSON.parse(faultsJson) as readonly string[]
const shown = openSync(path.join(folder, 'shown'), 'a')
const control = (command: string): void => closeSync(openSync(path.join(folder, `faultdisk-${command}`), 'w'))

const engine = await startEngine(
  {
    ...{ dataDir: folder, hq: null, drivers: null, clock: systemClock(), ids: uuidV7Ids(), keyStore: openKeyStore },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  },
  testLine(false).startSync,
)

async function call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
  const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
    process.stderr.write(`${name}: ${String(cause)}\n`)
    return 'bug'
  })
  if (answer?.kind !== 'reply') throw new Error('no reply')
  return answer.reply as Reply<N>
}

/** Does the step again and again until it goes well; the fault is cleared after the first refusal. */
async function insist<N extends CallName>(
  name: N,
  input: Input<N>,
  refusals: string[],
): Promise<Extract<Reply<N>, { ok: true }>> {
  for (let tries = 0; tries < 3; tries += 1) {
    const reply = await call(name, input)
    if (reply.ok) return reply
    const { error } = reply as { error: { code: string } }
    refusals.push(`${name}: ${error.code}`)
    control('clear')
  }
  throw new Error(`${name} stays refused: ${refusals.join(', ')}`)
}

async function sellUnder(fault: string): Promise<void> {
  const refusals: string[] = []
  control(`fail=${fault}`)
  await insist('member.attach', { memberId: 'm1', foundBy: 'phone' }, refusals)
  await insist('basket.add', { sku: 'RICE-10', quantityMilli: 1000 }, refusals)
  await insist('basket.add', { sku: 'TEA-1', quantityMilli: 2000 }, refusals)
  const paying = await insist('sale.pay', {}, refusals)
  const { saleId, phase } = paying.output
  const tenderedMinor = phase.kind === 'paying' ? phase.payMinor : 0
  await insist('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor }] }, refusals)
  control('clear')
  writeSync(shown, `${saleId}\n`)
  process.stdout.write(`${JSON.stringify({ fault, refusals, saved: saleId })}\n`)
  await insist('sale.next', {}, refusals)
}

await call('basket.clear', {})
for (const fault of faults) await sellUnder(fault)
await engine.close()
