import { closeSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { TillStatus } from '../../src/contract/desk-state.ts'
import { serveCall, type Input, type Output } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import { systemClock } from '../../src/till/clock.ts'
import { startEngine } from '../../src/till/engine.ts'
import { uuidV7Ids } from '../../src/till/ids.ts'
import { wrappingKeyStore } from '../../src/till/process/wrapping-key-store.ts'
import type { Plan } from './phases.ts'

/**
 * A real till in a process of its own, with a real HQ behind it, that sells until it is killed.
 *   node till-program.ts FOLDER HQ_URL ENROL_CODE|- PLAN_JSON|drain
 * It writes what it does to FOLDER/shown: `paying ID`, then `saved ID` once the commit was answered, as a screen would.
 */
const [folder = '', hqUrl = '', enrolCode = '-', order = 'drain'] = process.argv.slice(2)
const shown = openSync(path.join(folder, 'shown'), 'a')
const note = (line: string): void => void writeSync(shown, `${line}\n`)

const engine = await startEngine({
  ...{ dataDir: folder, drivers: null, clock: systemClock(), ids: uuidV7Ids() },
  keyStore: wrappingKeyStore({ kind: 'os', key: new Uint8Array(32).fill(3) }),
  hq: { url: hqUrl, enrolCode: enrolCode === '-' ? null : enrolCode },
  log: {
    info: () => undefined,
    warn: () => undefined,
    error: (message) => void process.stdout.write(`log ${message}\n`),
  },
})

async function must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
  const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
    throw cause
  })
  if (answer?.kind !== 'reply') throw new Error('no reply')
  const reply = answer.reply as { ok: true; output: Output<N> } | { ok: false; error: unknown }
  if (reply.ok) return reply.output
  throw new Error(`${name} answered ${JSON.stringify(reply.error)}`)
}

/** Resolves when the till's status has become what is asked for. */
function until(what: (sync: { queuedEvents: number; kind: string; isFilled: boolean }) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ sync, warnings, staff }: TillStatus): void => {
      const isFilled = !warnings.includes('mirror-loading') && !warnings.includes('no-rules') && staff.kind !== 'unguarded'
      if (!what({ ...sync, isFilled })) return
      stop()
      resolve()
    }
    const stop = engine.on('status.changed', look)
    void must('till.hello', {}).then(({ status }) => look(status))
  })
}

/** Signs the sample's cashier in by her PIN, as after every start; her shift outlives each kill. */
async function takeOver(): Promise<void> {
  if ((await must('till.hello', {})).status.staff.kind === 'unguarded') throw new Error('the sample has staff with PINs')
  await must('staff.signIn', { staffId: 'p01', pin: '1001' })
  if ((await must('shift.get', {})).kind !== 'open') await must('shift.open', { shiftId: uuidV7Ids().next(), floatMinor: 0 })
}

const setFault = (fault: string): void => closeSync(openSync(path.join(folder, `faultdisk-kill=${fault}`), 'w'))

async function sell(number: number, beforeCommit: () => void, beforeBasket: () => void): Promise<void> {
  beforeBasket()
  if (number % 3 !== 2) await must('member.attach', { memberId: `m100${1 + (number % 4)}`, foundBy: 'phone' })
  await must('basket.add', { sku: 'RICE-NE-10', quantityMilli: 1000 })
  if (number % 2 === 0) await must('basket.add', { sku: 'RICE-SY-5', quantityMilli: 2000 })
  const { saleId, phase } = await must('sale.pay', {})
  note(`paying ${saleId}`)
  beforeCommit()
  await must('sale.commit', {
    saleId,
    tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }],
  })
  note(`saved ${saleId}`)
}

async function sellUntilKilled({ phase, salesBefore, fault }: Plan): Promise<void> {
  const idle = (): void => undefined
  const set = (): void => {
    if (fault !== null) setFault(fault)
  }
  for (let number = 0; ; number += 1) {
    const now = number >= salesBefore
    const isInside = phase === 'inside-transaction' || phase === 'committed-unanswered'
    const isOutside = phase === 'before-transaction' || phase === 'pushing' || phase === 'pulling'
    await sell(number, now && isInside ? set : idle, number === salesBefore && isOutside ? set : idle)
    if (now && phase === 'answered') process.kill(process.pid, 'SIGKILL')
    await must('sale.next', {})
    if (now && (phase === 'pushing' || phase === 'pulling')) await until(({ queuedEvents }) => queuedEvents === 0)
  }
}

// HQ's facts are here when it is online and nothing is loading: at the first start they come from HQ, later from disk.
await until(({ kind, isFilled }) => kind !== 'connecting' && isFilled)
await takeOver()
const { desk } = await must('till.hello', {})
if (desk.phase.kind === 'paying') await must('sale.unlock', {})
if (desk.phase.kind === 'saved') await must('sale.next', {})
else await must('basket.clear', {})
if (order === 'drain') {
  await until(({ kind, queuedEvents }) => kind === 'online' && queuedEvents === 0)
  await engine.close()
} else {
  await sellUntilKilled(JSON.parse(order) as Plan)
}
