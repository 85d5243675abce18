import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { faultEnvironment } from './fault-library.ts'
import { prepareFolder } from './prepare.ts'
import { readTrace, type DiskOp } from './trace.ts'

/** What a sale asks of the disk between the last change of the basket and the moment at which it is shown as saved. */

const SALES = 40
/** Forty sales that were never brought into the file are more than twice as much. */
const LOG_BYTES_MAX = 1_500_000

type Named = { readonly kind: 'write' | 'sync'; readonly name: string; readonly endBytes: number }

/** Writes and syncs in order, by the names of their files. */
function named(ops: readonly DiskOp[]): Named[] {
  const names = new Map<number, string>()
  return ops.flatMap((op): Named[] => {
    if (op.kind === 'open') names.set(op.file, op.name)
    if (op.kind !== 'write' && op.kind !== 'sync') return []
    return [{ kind: op.kind, name: names.get(op.file) ?? '', endBytes: op.kind === 'write' ? op.offset + op.bytes.length : 0 }]
  })
}

/** For each sale that was shown as saved, what the till did since it had last begun to write, back to the sync before. */
function commits(all: readonly Named[]): Named[][] {
  const ends = all.flatMap(({ kind, name }, index) => (kind === 'write' && name === 'shown' ? [index] : []))
  return ends.map((end) => {
    const lastSync = all.findLastIndex(({ kind }, index) => index < end && kind === 'sync')
    const syncBefore = all.findLastIndex(({ kind }, index) => index < lastSync && kind === 'sync')
    return all.slice(syncBefore + 1, end)
  })
}

test('a sale costs one sync of the log and no write of the file, and the log begins again before it grows', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-writes-'))
  try {
    const till = path.join(folder, 'till')
    await prepareFolder(till)
    const traceFile = path.join(folder, 'trace')
    const sold = spawnSync(process.execPath, [path.join(import.meta.dirname, 'sell.ts'), till, String(SALES)], { env: faultEnvironment({ folder: till, traceFile }), encoding: 'utf8' })
    expect(sold.status, sold.stderr).toBe(0)
    const all = named(readTrace(traceFile, till))
    const sales = commits(all)
    expect(sales).toHaveLength(SALES)
    for (const sale of sales) {
      // What is written after the sync is not waited for, and is none of the ledger's.
      const waited = sale.slice(0, sale.findIndex(({ kind }) => kind === 'sync') + 1)
      expect(new Set(waited.map(({ name }) => name))).toEqual(new Set(['ledger.db-wal']))
      expect(waited.filter(({ kind }) => kind === 'sync')).toHaveLength(1)
      expect(sale.slice(waited.length).filter(({ name }) => name.startsWith('ledger'))).toEqual([])
    }
    const logBytes = Math.max(...all.filter(({ name }) => name === 'ledger.db-wal').map(({ endBytes }) => endBytes))
    expect(logBytes, 'the log is written over from its start again and again').toBeLessThan(LOG_BYTES_MAX)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
