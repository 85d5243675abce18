import type { Mutant } from '../../support/mutants.ts'

/** How a defect is shown: a run of the simulation, or the power taken away from a till that sells. */
export type Catcher = { readonly kind: 'sim'; readonly args: readonly string[] } | { readonly kind: 'power-cuts' }
export type Defect = { readonly name: string; readonly mutant: Mutant; readonly catcher: Catcher }

const script = (number: string): Catcher => ({ kind: 'sim', args: ['--script', number] })
/** Stops at the first seed that finds something. */
const seeds = (seed: number, count: number, steps: number): Catcher => ({ kind: 'sim', args: ['--seed', String(seed), '--seeds', String(count), '--steps', String(steps), '--stop'] })

/** Ten defects, one line of the program each. Where a text is gone, its mutant is to be written anew, not dropped. */
export const defects: readonly Defect[] = [
  {
    name: 'ack before commit',
    catcher: { kind: 'sim', args: ['--everywhere', 'hq', '--every', '20'] },
    mutant: {
      module: 'hq/push.ts',
      from: 'const stored = await storeBatch(hq.db, { tillId, epoch, firstSeq, previousHash: previous, events }, nowMs)',
      to: `const stored = { kind: 'stored', durableSeq: firstSeq + events.length - 1, durableHash: Buffer.from(lastHash, 'hex'), newEvents: events.length } as Awaited<ReturnType<typeof storeBatch>>
  setTimeout(() => void storeBatch(hq.db, { tillId, epoch, firstSeq, previousHash: previous, events }, nowMs).catch(() => undefined), 1_000).unref()`,
    },
  },
  {
    name: 'no unique index',
    catcher: seeds(1, 1, 10),
    mutant: { module: 'hq/db/migrations/0002-journal.ts', from: 'event_id text PRIMARY KEY', to: 'event_id text NOT NULL' },
  },
  {
    name: 'synchronous NORMAL',
    catcher: { kind: 'power-cuts' },
    mutant: { module: 'till/db/till-files.ts', from: "synchronous: 'FULL'", to: "synchronous: 'NORMAL'" },
  },
  {
    name: 'hash not checked',
    catcher: seeds(1, 20, 60),
    mutant: { module: 'hq/push.ts', from: 'if (chained !== lastHash) return', to: 'if (chained.length !== lastHash.length) return' },
  },
  {
    name: 'epoch ignored',
    catcher: seeds(1, 20, 60),
    mutant: { module: 'till/epoch/epoch-keeper.ts', from: 'const cause = findEpochCause(ledger, machineId, marked)', to: 'const cause = findEpochCause(ledger, machineId, marked) && null' },
  },
  {
    name: 'rewind off',
    catcher: script('07'),
    mutant: {
      module: 'till/sync/journal-queue.ts',
      from: "if (durable === null) return { kind: 'shared', position: JOURNAL_START }",
      to: `const known = readNewestAck(ledger)
  if (known !== null || durable === null) return { kind: 'shared', position: known ?? JOURNAL_START }`,
    },
  },
  {
    name: 'jitter off',
    catcher: { kind: 'sim', args: ['--herd'] },
    mutant: { module: 'till/sync/backoff.ts', from: 'random() * Math.min(', to: '0 * random() + Math.min(' },
  },
  {
    name: 'snapshot switched half-way',
    catcher: seeds(1, 20, 60),
    mutant: { module: 'till/sync/pull.ts', from: 'const switched = state.loading !== null && !page.more', to: 'const switched = state.loading !== null' },
  },
  {
    name: 'numbering skips',
    catcher: script('02'),
    mutant: { module: 'hq/feed/number.ts', from: '::bigint + p.place', to: '::bigint + p.place - CASE WHEN p.place % 3 = 2 THEN 1000000000 ELSE 0 END' },
  },
  {
    name: 'dedup by time',
    catcher: script('05'),
    mutant: {
      module: 'hq/apply/event.ts',
      from: 'const before = applied.get(read.event.id)',
      to: `const minute = String(Math.floor(read.event.committedAtMs / 60_000))
  const before = applied.has(minute) ? { bodyHash: read.bodyHash } : applied.get(read.event.id)
  applied.set(minute, { bodyHash: minute })`,
    },
  },
]
