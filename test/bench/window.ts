import type { TillBridge } from '../../src/contract/serve.ts'
import type { TillWindow } from '../sim/window/till-window.ts'
import { anyMembers } from './lookup.ts'
import { cardOf, phoneTailOf } from './mirror.ts'
import { addProbe, untilPainted } from './probe.ts'
import { pssBytes, purposeOf, treeOf } from './processes.ts'
import { inRounds, median, middle } from './statistics.ts'
import { megabytes, time, type Row } from './table.ts'

/** The application as it is measured: enrolled, and open or closed. */
export type BenchWindow = { readonly kind: 'window'; readonly app: TillWindow; isOpen: boolean }

/** Of the sample shop. */
const GOODS = 'NOODLE-1'
const BADGE = 'ST1001'

/** (e) From starting the application, its files read before, to a page that has the till's state and takes scans. */
export async function startRow(till: TillWindow, rounds: number): Promise<Row> {
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const tookMs = await till.open()
    // The first start reads the files into memory.
    if (round > 0) times.push(tookMs)
    if (round < rounds) await till.close()
  }
  const middleMs = median(times)
  return { part: 'e', what: 'start → ready to scan, files warm', measured: `${time(middleMs)} (${times.map((ms) => time(ms)).join(', ')})`, target: '≤ 2.5 s', met: middleMs <= 2_500 }
}

/** (a) The same look-up as the page makes it: through preload script, message port, checks, and back. */
export async function contractRow(till: TillWindow, members: number, rounds: number, samples: number): Promise<Row> {
  await till.takeOver(till.hands.scan, BADGE)
  const look = (cards: readonly string[]): Promise<readonly number[]> =>
    till.page().evaluate(async (queries) => {
      const { till: bridge } = window as unknown as { till: TillBridge }
      const times: number[] = []
      for (const query of queries) {
        const startMs = performance.now()
        const reply = await bridge.invoke('member.find', { query })
        times.push(performance.now() - startMs)
        if (!reply.ok || reply.output.candidates.length !== 1) throw new Error(`${query} finds nobody`)
      }
      return times
    }, cards)
  const cards = anyMembers(samples, members).map(cardOf)
  await look(cards)
  const times = await inRounds(rounds, () => look(cards))
  return { part: 'a', what: 'the same over the contract, from the real page', measured: `p50 ${time(middle(times, 0.5))}, p99 ${time(middle(times, 0.99))}`, target: '', met: null }
}

/** (c) From the Enter at the end of a keyboard scanner's burst to the member in the picture. */
export async function scanRow(till: TillWindow, members: number, rounds: number, samples: number): Promise<Row> {
  await till.takeOver(till.hands.scan, BADGE)
  await addProbe(till.page())
  await till.untilDesk('till after loading its page again', () => true)
  let misread = 0
  const times = await inRounds(rounds, async (round) => {
    const taken: number[] = []
    for (const number of anyMembers(samples * rounds, members).slice(round * samples, (round + 1) * samples)) {
      const tookMs = await untilPainted(till.page(), { selector: '[data-phase]', text: phoneTailOf(number) }, () => till.hands.scan(cardOf(number)))
      if (tookMs === null) misread += 1
      else taken.push(tookMs)
      await till.page().evaluate(() => (window as unknown as { till: TillBridge }).till.invoke('member.detach', {}))
    }
    return taken
  })
  const p95 = middle(times, 0.95)
  const note = misread === 0 ? '' : `, ${misread} bursts torn by this busy machine`
  return { part: 'c', what: 'last key of a scan → member in the picture', measured: `p50 ${time(middle(times, 0.5))}, p95 ${time(p95)}${note}`, target: 'p95 ≤ 50 ms', met: p95 <= 50 }
}

/** (d) From the press that finishes paying to "Saved" in the picture: commit, sync to the disk and answer lie between. */
export async function payRow(till: TillWindow, rounds: number, samples: number): Promise<Row> {
  await till.takeOver(till.hands.scan, BADGE)
  const times = await inRounds(rounds, async () => {
    const taken: number[] = []
    for (let sample = 0; sample < samples; sample += 1) {
      await till.page().evaluate((sku) => (window as unknown as { till: TillBridge }).till.invoke('basket.add', { sku, quantityMilli: 1000 }), GOODS)
      await till.untilPhase('selling')
      await till.hands.press('F12')
      await till.untilPhase('paying')
      const tookMs = await untilPainted(till.page(), { selector: '[data-phase=saved]', text: '' }, () => till.hands.press('F12'))
      if (tookMs !== null) taken.push(tookMs)
      await till.untilSaved()
    }
    return taken
  })
  const p95 = middle(times, 0.95)
  return { part: 'd', what: 'Pay → "Saved" in the picture', measured: `p50 ${time(middle(times, 0.5))}, p95 ${time(p95)}`, target: 'p95 ≤ 100 ms', met: p95 <= 100 }
}

const APP_BYTES_MAX = 600e6
const ENGINE_BYTES_MAX = 200e6

/** (f) Memory after all of the above. */
export function memoryRows(till: TillWindow, members: number): readonly Row[] {
  const tree = treeOf(till.shellProcess())
  const processes = tree.map(pssBytes)
  const known = processes.filter((bytes) => bytes !== null)
  const largest = tree
    .map((pid, index) => ({ purpose: pid === till.engineProcess() ? 'engine' : purposeOf(pid), bytes: processes[index] ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 5)
    .map(({ purpose, bytes }) => `${purpose} ${megabytes(bytes)}`)
    .join(', ')
  const hidden = processes.length - known.length
  const whole = known.reduce((sum, bytes) => sum + bytes, 0)
  const engine = pssBytes(till.engineProcess()) ?? Number.NaN
  const note = hidden === 0 ? '' : ` and ${hidden} processes that the kernel hides from this user`
  const among = `with ${members.toLocaleString('en')} members`
  return [
    { part: 'f', what: `memory of the whole application ${among} (PSS, ${processes.length} processes)`, measured: `${megabytes(whole)} (${largest}, …)${note}`, target: '≤ 600 MB', met: whole <= APP_BYTES_MAX && hidden === 0 },
    { part: 'f', what: 'memory of the engine alone (PSS)', measured: megabytes(engine), target: '≤ 200 MB', met: engine <= ENGINE_BYTES_MAX },
  ]
}
