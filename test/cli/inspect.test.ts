import Database from 'better-sqlite3'
import { createCipheriv, pbkdf2Sync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectCommand } from '../../src/cli/inspect.ts'
import { applyFeedPage } from '../../src/till/db/mirror/feed.ts'
import { ledgerPath } from '../../src/till/db/till-files.ts'
import { wrappingKeyStore } from '../../src/till/process/wrapping-key-store.ts'
import { regionKeyBytes } from '../../src/till/sync/enrol.ts'
import { grantFrom } from '../support/till-line.ts'
import { makeTill, type TestTill } from '../support/till.ts'
import { regionKey } from '../support/till-shop.ts'

let till: TestTill | null = null
let saleIds: string[] = []
beforeEach(async () => {
  till = await makeTill()
  till.line.answer = grantFrom([{ lotId: 'lot-b', points: 1900, expiresAtMs: null }])
  saleIds = []
  for (const redeemPoints of [0, 500]) {
    await till.scan('8800001001079196')
    await till.scan('6941000274029')
    till.clock.advance(1000)
    await till.must('sale.redeem', { redeemPoints })
    const { saleId, phase } = await till.must('sale.pay', {})
    await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }] })
    saleIds.push(saleId)
  }
})
afterEach(async () => {
  await till?.dispose()
  till = null
})

const inspect = async (...args: string[]): Promise<{ exit: number; out: string; err: string }> => {
  const out: string[] = []
  const err: string[] = []
  const exit = await inspectCommand([...args, '--data', till?.dataDir ?? ''], (line) => void out.push(line), (line) => void err.push(line))
  return { exit, out: out.join('\n'), err: err.join('\n') }
}

const CARD = '8800001001079196'

/** The region's key as a till without a keychain wraps it. */
async function wrapRegionKey(wrappingKey: Uint8Array): Promise<{ readonly regionKeyWrapped: Uint8Array }> {
  return { regionKeyWrapped: await wrappingKeyStore({ kind: 'basic_text', key: wrappingKey }).wrap(regionKeyBytes(regionKey)) }
}

/** What Chromium writes on Linux without a keychain. */
function sealAsChromium(text: string): Buffer {
  const cipher = createCipheriv('aes-128-cbc', pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1'), Buffer.alloc(16, ' '))
  return Buffer.concat([Buffer.from('v10'), cipher.update(text), cipher.final()])
}

const inspectSalvage = () => inspect('--salvage')

describe('inspect', () => {
  it('shows the till, its chain and what waits, while the till runs, and changes nothing', async () => {
    const before = statSync(ledgerPath(till?.dataDir ?? '')).mtimeMs
    const { exit, out } = await inspect()
    expect(exit).toBe(0)
    expect(out).toContain('till      2 (till-1), store s1')
    expect(out).toContain('epoch 1   2 events, chain whole')
    expect(out).toContain('waiting   2 events')
    expect(out.match(/R2-\d-/g)).toHaveLength(2)
    expect(statSync(ledgerPath(till?.dataDir ?? '')).mtimeMs).toBe(before)
  })

  it('shows every entry and lot of a member with the running balance, and what HQ has counted', async () => {
    const alone = await inspect('member', 'm1')
    expect(alone.exit).toBe(0)
    expect(alone.out.replace(/ +/g, ' ')).toContain(`without this till 3088\n1/1 ${saleIds[0]} 49 3137 not yet counted by HQ`)
    expect(alone.out.replace(/ +/g, ' ')).toContain(`1/2 ${saleIds[1]} -456 2681 not yet counted by HQ\n lot ${saleIds[1]} 44 never expires\n lot lot-b -500 used`)
    await till?.betweenRuns((files) => void applyFeedPage(files.mirror(), { incarnation: 1, position: 200, included: { epoch: 1, seq: 1 }, changes: [] }))
    const counted = await inspect('member', 'm1')
    expect(counted.out.replace(/ +/g, ' ')).toContain(`without this till 3039\n1/1 ${saleIds[0]} 49 3088\n`)
  })

  it('finds her by the number of her card too, where the till has no keychain', async () => {
    const byId = await inspect('member', 'm1')
    expect((await inspect('member', CARD)).err).toContain('keychain')
    const wrappingKey = Buffer.alloc(32, 7)
    const { regionKeyWrapped } = await wrapRegionKey(wrappingKey)
    await till?.close()
    const raw = new Database(ledgerPath(till?.dataDir ?? ''))
    raw.prepare('UPDATE till_identity SET region_key_wrapped = ?').run(regionKeyWrapped)
    raw.close()
    writeFileSync(join(till?.dataDir ?? '', 'wrapping-key.sealed'), sealAsChromium(wrappingKey.toString('base64')))
    expect(await inspect('member', CARD)).toEqual(byId)
    expect(await inspect('member', '8800 0010 0107 9196')).toEqual(byId)
    expect(await inspect('member', '8800001009999999')).toMatchObject({ exit: 1, out: '' })
  })

  it('shows stored value in its two assets and her coupons, by their ends', async () => {
    await till?.betweenRuns((files) => {
      files.mirror().write((tx) => {
        tx.run(`UPDATE members SET stored_principal_minor = 10000, stored_bonus_minor = 2000, coupons_json = ? WHERE member_id = 'm1'`, [JSON.stringify([{ code: 'CPABCDEFGH1234', coupon: 'ten-off', usesLeft: 1, expiresAtMs: null }])])
      })
    })
    const { out } = await inspect('member', 'm1')
    expect(out.replace(/ +/g, ' ')).toContain('stored value, paid in\nwithout this till 100.00\nbalance 100.00\nstored value, bonus\nwithout this till 20.00\nbalance 20.00')
    expect(out).toContain('…1234  ten-off  1 uses left  never expires')
    expect(out).not.toContain('CPABCDEFGH')
  })

  it('shows a sale by its id or its receipt', async () => {
    const byId = await inspect('sale', saleIds[1] ?? '')
    expect(byId).toMatchObject({ exit: 0 })
    expect(byId.out).toContain('TEA-1')
    expect(byId.out.replace(/ +/g, ' ')).toContain('entry points member/m1 -456')
    const code = /receipt {3}(\S+),/.exec(byId.out)?.[1] ?? ''
    expect((await inspect('sale', code)).out).toBe(byId.out)
  })

  it('names no person: no name, phone or card', async () => {
    for (const args of [[], ['member', 'm1'], ['sale', saleIds[0] ?? '']]) {
      const { out } = await inspect(...args)
      for (const secret of ['陈', '小满', '13800005127', '8800001001079196']) expect(out).not.toContain(secret)
    }
  })

  it('finds a row that somebody edited behind the triggers', async () => {
    await till?.close()
    const raw = new Database(ledgerPath(till?.dataDir ?? ''))
    raw.exec(`DROP TRIGGER journal_no_update; UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), 'TEA-1', 'TEA-2') AS BLOB) WHERE seq = 2`)
    raw.close()
    const { exit, out } = await inspect()
    expect(exit).toBe(1)
    expect(out).toContain('chain broken at 2 (hash)')
  })

  it('--salvage gives every row that can be read of a damaged ledger, and leaves it as it is', async () => {
    await till?.close()
    const path = ledgerPath(till?.dataDir ?? '')
    const raw = new Database(path)
    const root = raw.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'sale_lines'`).pluck().get() as number
    raw.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, (root - 1) * 4096, root * 4096)
    writeFileSync(path, bytes)
    expect(await inspectSalvage()).toMatchObject({ exit: 1 })
    const { out, err } = await inspectSalvage()
    const rows = out.split('\n').map((line) => JSON.parse(line) as { table: string; row: Record<string, unknown> })
    expect(rows.filter((row) => row.table === 'journal')).toHaveLength(2)
    expect(rows.filter((row) => row.table === 'sales').map((row) => row.row['sale_id'])).toEqual(saleIds)
    expect(Buffer.from(String(rows.find((row) => row.table === 'journal')?.row['bytes']), 'base64').toString()).toContain('TEA-1')
    expect(err).toContain('sale_lines: rows')
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('--salvage of a whole ledger loses nothing', async () => {
    expect(await inspectSalvage()).toMatchObject({ exit: 0, err: '' })
  })

  it.each([
    [['--salvage', 'x'], 2],
    [['member'], 2],
    [['sale'], 2],
    [['nonsense', 'x'], 2],
    [['member', 'm1', 'x'], 2],
    [['member', 'nobody'], 1],
    [['sale', 'R9-9-00000000'], 1],
  ])('answers bad input by its exit code: %j is %i', async (args, exit) => {
    const answer = await inspect(...args)
    expect(answer.exit).toBe(exit)
    expect(answer.out).toBe('')
    expect(answer.err).not.toBe('')
  })

  it('says in one line that there is no till, and makes none', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'tillpoint-none-'))
    const err: string[] = []
    expect(await inspectCommand(['--data', empty], () => undefined, (line) => void err.push(line))).toBe(3)
    expect(err).toHaveLength(1)
    expect(readdirSync(empty)).toEqual([])
    rmSync(empty, { recursive: true })
  })
})
