import { resolveSuspense } from '../apply/resolve.ts'
import { readSuspense } from '../console/lists.ts'
import { importJournal } from '../import-journal.ts'
import type { Seeder } from '../seed.ts'
import { Stop } from './stop.ts'

const PERSON = 'tillpoint-hq suspense'
const USAGE = 'tillpoint-hq suspense [retry TILL EPOCH SEQ [HASH] | close TILL EPOCH SEQ [HASH] NOTE]'
const HASH = /^[0-9a-f]{64}$/

type Print = (text: string) => void

/** `import-journal FILE`: the report as one JSON line. A refused file ends with 1 and says which line and why. */
export async function importJournalFile(hq: Seeder, file: string | undefined, print: Print): Promise<void> {
  if (file === undefined) throw new Stop(2, 'tillpoint-hq import-journal FILE')
  const report = await readable(file, () => importJournal(hq, file))
  if (report.kind === 'refused') throw new Stop(1, `${file}: ${report.why} in line ${report.line}: ${report.detail}`)
  print(JSON.stringify(report))
}

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause
    throw new Stop(2, `${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** `suspense`: what waits for a person, one JSON line each; with `retry` or `close` the person's word about one. */
export async function suspense(hq: Seeder, words: readonly string[], print: Print): Promise<void> {
  const [, verb, tillId, epoch = '', seq = '', ...rest] = words
  if (verb === undefined) {
    const waiting = await readSuspense(hq.db)
    for (const event of waiting.events) print(JSON.stringify(event))
    return
  }
  const hash = HASH.test(rest[0] ?? '') ? (rest[0] ?? null) : null
  const note = rest.slice(hash === null ? 0 : 1).join(' ')
  const isPlace = tillId !== undefined && /^[1-9]\d{0,8}$/.test(epoch) && /^[1-9]\d{0,14}$/.test(seq)
  if (!isPlace || !((verb === 'retry' && note === '') || (verb === 'close' && note !== ''))) throw new Stop(2, USAGE)
  const place = { tillId, epoch: Number(epoch), seq: Number(seq), hash }
  const resolved = await resolveSuspense(hq, place, verb === 'retry' ? { kind: 'retry' } : { kind: 'close', note }, PERSON)
  if (resolved.kind === 'not_waiting') throw new Stop(1, `event ${epoch}/${seq} of ${tillId} does not wait for a person`)
  if (resolved.kind === 'still') throw new Stop(1, `event ${epoch}/${seq} of ${tillId} still cannot be booked: ${resolved.detail}`)
  print(JSON.stringify(resolved))
}
