import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readDeltaAfter, readEntriesOf } from '../../../src/till/db/entries.ts'
import { openTillFiles } from '../../../src/till/db/till-files.ts'
import type { LedgerRead } from '../../../src/till/db/sqlite-file.ts'

/** The SQL that a read asked for. */
function asked(ledger: LedgerRead, read: (ledger: LedgerRead) => unknown): string[] {
  const seen: string[] = []
  const listen: LedgerRead = {
    ...ledger,
    get: (sql, params) => (seen.push(sql), ledger.get(sql, params)),
    all: (sql, params) => (seen.push(sql), ledger.all(sql, params)),
  }
  read(listen)
  return seen
}

test('what a member or coupon gained is found by the index of accounts, which does not hold the shop’s own', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tillpoint-entries-'))
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs: 0 })
  try {
    const { ledger } = files
    const reads = [
      ...asked(ledger, (read) => readDeltaAfter(read, 'points', 'member/m1', { epoch: 0, seq: 0 })),
      ...asked(ledger, (read) => readEntriesOf(read, 'points', 'member/m1')),
    ]
    expect(reads).toHaveLength(2)
    for (const sql of reads) {
      const plan = ledger.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, { asset: 'points', account: 'member/m1', epoch: 0, seq: 0 })
      expect(plan.map(({ detail }) => detail).join('\n')).toContain('USING INDEX entries_by_account (account=? AND asset=?)')
    }
  } finally {
    files.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
