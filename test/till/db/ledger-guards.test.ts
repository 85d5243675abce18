import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertAck } from '../../../src/till/db/acks.ts'
import { insertEntries } from '../../../src/till/db/entries.ts'
import { insertEpoch } from '../../../src/till/db/epochs.ts'
import { insertJournalRow, readBatch, type JournalRow } from '../../../src/till/db/journal.ts'
import { openSqliteFile, type Ledger, type LedgerWrite } from '../../../src/till/db/sqlite-file.ts'
import { ledgerProfile } from '../../../src/till/db/till-files.ts'

/** What no program, ours included, can do to what was booked. */
let dir: string
let ledger: Ledger
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-guards-'))
  ledger = openSqliteFile(ledgerProfile, { path: join(dir, 'ledger.db') })
  ledger.write((tx) => {
    insertEpoch(tx, { epoch: 1, startedAtMs: 1, machineId: 'm', previousHash: new Uint8Array(32) })
    book(tx, 1)
    tx.run(
      `INSERT INTO sales VALUES ('sale-2', 1, 2, 'R1-2-x', 1, 1, '2026-11-20', 1, 'p', 'm1', zeroblob(32), 1, 'h', '1', '{}', '{}', 5, 5, 5, 0, 0, 0, 0, NULL)`,
    )
    tx.run(`INSERT INTO sale_lines VALUES ('sale-2', 0, 's', '{}', '', 'piece', 'c', 1000, 5, 5, 0, 5, 0, 0, 0, 0)`)
    tx.run(`INSERT INTO tenders VALUES ('sale-2', 0, 'cash', 5, 5, 0, NULL, NULL)`)
    tx.run(`INSERT INTO lot_movements VALUES ('sale-2', 'm1', 'lot', 5, 1, 1, NULL, 0)`)
    book(tx, 2)
    insertAck(tx, { epoch: 1, seq: 1, hash: new Uint8Array(32), signature: new Uint8Array(64), hqAtMs: 1 })
  })
})
afterEach(() => {
  ledger.close()
  rmSync(dir, { recursive: true, force: true })
})

const rowOf = (seq: number, eventId = `sale-${seq}`, epoch = 1): JournalRow => {
  return { epoch, seq, eventId, kind: 'sale', bytes: new Uint8Array(4), hash: new Uint8Array(32).fill(seq), committedAtMs: 1 }
}
const book = (tx: LedgerWrite, seq: number): void => {
  insertEntries(tx, `sale-${seq}`, [
    { asset: 'money', account: 'goods', delta: -5 },
    { asset: 'money', account: 'tender/cash', delta: 5 },
  ])
  insertJournalRow(tx, rowOf(seq))
}
const refusal = (work: (tx: LedgerWrite) => void): string => {
  try {
    ledger.write(work)
    return 'went through'
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

const written = ['journal', 'epochs', 'sales', 'sale_lines', 'tenders', 'entries', 'lot_movements', 'acks'] as const

describe.each(written)('%s', (table) => {
  it('takes no UPDATE, no DELETE and no REPLACE', () => {
    const column = ledger.get<{ name: string }>(`SELECT name FROM pragma_table_info('${table}') LIMIT 1`)?.name ?? ''
    const before = ledger.all(`SELECT * FROM ${table}`)
    expect(before.length).toBeGreaterThan(0)
    expect(refusal((tx) => tx.run(`UPDATE ${table} SET ${column} = ${column}`))).toContain('never changed')
    expect(refusal((tx) => tx.run(`DELETE FROM ${table}`))).toContain('never deleted')
    // The way round: REPLACE deletes without DELETE triggers unless recursive_triggers is on.
    expect(refusal((tx) => tx.run(`REPLACE INTO ${table} SELECT * FROM ${table} LIMIT 1`))).not.toBe('went through')
    expect(refusal((tx) => tx.run(`UPDATE OR REPLACE ${table} SET ${column} = ${column}`))).not.toBe('went through')
    expect(ledger.all(`SELECT * FROM ${table}`)).toEqual(before)
  })
})

describe('REPLACE', () => {
  it('into entries would change a booked sum: refused by the delete trigger itself', () => {
    const message = refusal((tx) => tx.run(`REPLACE INTO entries VALUES ('sale-1', 'money', 'goods', -6)`))
    expect(message).toMatch(/never deleted|already in the journal/)
  })
  it('of the newest journal row is refused by its order', () => {
    expect(refusal((tx) => tx.run(`REPLACE INTO journal SELECT * FROM journal WHERE seq = 2`))).not.toBe('went through')
  })
})

describe('the journal', () => {
  it.each([
    ['leaves no gap', 4],
    ['goes not back', 2],
    ['begins with 1', 0],
  ])('%s', (_, seq) => {
    expect(refusal((tx) => insertJournalRow(tx, rowOf(seq, 'other')))).not.toBe('went through')
  })
  it('is only written in its newest epoch', () => {
    ledger.write((tx) => insertEpoch(tx, { epoch: 2, startedAtMs: 2, machineId: 'm', previousHash: new Uint8Array(32).fill(2) }))
    expect(refusal((tx) => insertJournalRow(tx, rowOf(3, 'late', 1)))).toContain('newest epoch')
    expect(refusal((tx) => insertJournalRow(tx, rowOf(1, 'first', 2)))).toBe('went through')
  })
  it('takes no epoch that does not rise', () => {
    expect(refusal((tx) => insertEpoch(tx, { epoch: 1, startedAtMs: 2, machineId: 'm', previousHash: new Uint8Array(32) }))).not.toBe('went through')
  })
  it('takes an event id once', () => {
    expect(refusal((tx) => insertJournalRow(tx, rowOf(3, 'sale-1')))).not.toBe('went through')
  })
  it('takes no event whose entries do not sum to zero in each asset', () => {
    const unbalanced = refusal((tx) => {
      insertEntries(tx, 'sale-3', [
        { asset: 'money', account: 'goods', delta: -5 },
        { asset: 'points', account: 'member/m1', delta: 5 },
      ])
      insertJournalRow(tx, rowOf(3))
    })
    expect(unbalanced).toContain('sum to zero')
  })
})

describe('an event and its rows', () => {
  it('come together: entries without a journal row are not kept', () => {
    expect(refusal((tx) => insertEntries(tx, 'never', [{ asset: 'money', account: 'goods', delta: -5 }]))).toContain('FOREIGN KEY')
  })
  it.each(['entries', 'lot_movements', 'sale_lines', 'tenders', 'sales'])('are closed by the journal row: nothing joins %s later', (table) => {
    const sealed = {
      entries: `INSERT INTO entries VALUES ('sale-1', 'points', 'member/m1', 5)`,
      lot_movements: `INSERT INTO lot_movements VALUES ('sale-1', 'm1', 'lot', 5, 1, 1, NULL, 0)`,
      sale_lines: `INSERT INTO sale_lines VALUES ('sale-2', 1, 's', '{}', '', 'piece', 'c', 1000, 5, 5, 0, 5, 0, 0, 0, 0)`,
      tenders: `INSERT INTO tenders VALUES ('sale-2', 1, 'cash', 5, 5, 0, NULL, NULL)`,
      sales: `INSERT INTO sales SELECT 'sale-1', 1, 1, 'R1-1-x', 1, 1, '2026-11-20', 1, 'p', NULL, zeroblob(32), 1, 'h', '1', '{}', '{}', 5, 5, 5, 0, 0, 0, 0, NULL`,
    }[table]
    expect(refusal((tx) => tx.run(sealed ?? ''))).toContain('already in the journal')
  })
})

it('takes what belongs: the next event with its rows', () => {
  expect(refusal((tx) => book(tx, 3))).toBe('went through')
  expect(readBatch(ledger, { epoch: 1, seq: 0 }, { eventsMax: 10, bytesMax: 1000 }).map((row) => row.seq)).toEqual([1, 2, 3])
})
