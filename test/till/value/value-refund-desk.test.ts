import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Counter } from '../../../src/till/counter.ts'
import { NO_COUNTER } from '../../../src/till/counter.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { openSqliteFile } from '../../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../../src/till/db/till-files.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { sampleShop } from '../../support/till-shop.ts'

let till: TestTill
const CARD = '8800001001079196'
const ID = '0192f003-0000-7000-8000-000000000001'
type Lent = Awaited<ReturnType<Counter['lendValue']>>
let lent: Lent
let asked: string[]

beforeEach(async () => {
  const shop = sampleShop()
  const members = shop.members.map((member) => (member.memberId === 'm1' ? { ...member, storedPrincipalMinor: 20000, storedBonusMinor: 2000 } : member))
  till = await makeTill({ shop: { ...shop, members } })
  lent = { kind: 'answer', answer: { principalMinor: 20000, bonusMinor: 2000 } }
  asked = []
  till.line.counter = {
    ...NO_COUNTER,
    lendValue: ({ saleId }) => {
      asked.push(saleId)
      return Promise.resolve(lent)
    },
  }
})
afterEach(() => till.dispose())

const refund = (change: object = {}) => till.call('value.refund', { refundId: ID, principalMinor: 5000, bonusMinor: 500, kind: 'cash', reference: '', ...change })

/** The journal's kinds, and every account that moved. */
async function booked(): Promise<{ kinds: string[]; accounts: Record<string, number> }> {
  await till.close()
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(till.dataDir), readonly: true })
  try {
    expect([...verifyLedger(ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])
    const rows = ledger.all<{ name: string; delta: number }>(`SELECT asset || ' ' || account AS name, delta FROM entries`)
    return { kinds: readBatch(ledger, { epoch: 1, seq: 0 }, { eventsMax: 50, bytesMax: 1e9 }).map((row) => row.kind), accounts: Object.fromEntries(rows.map(({ name, delta }) => [name, delta])) }
  } finally {
    ledger.close()
  }
}

describe('stored value', () => {
  it('is paid out with its share of the bonus, lent by HQ first, and shows at once', async () => {
    await till.scan(CARD)
    expect(await till.must('value.quoteRefund', { principalMinor: 5000 })).toEqual({ principalMinor: 5000, bonusMinor: 500, refundMinor: 5000, leftPrincipalMinor: 15000, leftBonusMinor: 1500 })
    expect(await till.must('value.quoteRefund', { principalMinor: 'max' })).toMatchObject({ refundMinor: 20000, bonusMinor: 2000, leftBonusMinor: 0 })
    const saved = await refund()
    expect(saved).toMatchObject({ ok: true, output: { refundId: ID, refundMinor: 5000, bonusMinor: 500 } })
    expect(await refund()).toEqual(saved)
    expect(await refund({ principalMinor: 6000 })).toMatchObject({ ok: false, error: { code: 'exists_with_different_content' } })
    expect(asked).toEqual([ID])
    expect((await till.must('till.hello', {})).desk.member?.storedValue).toMatchObject({ principalMinor: 15000, bonusMinor: 1500 })
    expect(await booked()).toEqual({
      kinds: ['value-refund'],
      accounts: {
        'money stored-value': 5000,
        'money tender/cash': -5000,
        'principal member/m1': -5000,
        'principal programme/paid-out': 5000,
        'bonus member/m1': -500,
        'bonus programme/paid-out': 500,
      },
    })
  })

  it('is not paid out to nobody, to last digits, or without HQ; and never more than HQ lent', async () => {
    expect(await refund()).toMatchObject({ ok: false, error: { code: 'no_member' } })
    await till.scan(CARD)
    lent = { kind: 'rejected', rejected: 'value_lent' }
    expect(await refund()).toMatchObject({ ok: false, error: { code: 'value_not_here', detail: 'value_lent' } })
    lent = { kind: 'answer', answer: { principalMinor: 4000, bonusMinor: 400 } }
    expect(await refund()).toMatchObject({ ok: false, error: { code: 'insufficient_stored_value' } })
    lent = { kind: 'answer', answer: { principalMinor: 20000, bonusMinor: 1000 } }
    expect(await refund()).toMatchObject({ ok: false, error: { code: 'changed' } })
    lent = { kind: 'offline' }
    expect(await refund()).toMatchObject({ ok: false, error: { code: 'value_not_here' } })
    // What may have been lent goes back each time, by an event.
    expect(await booked()).toEqual({ kinds: ['rights-returned', 'rights-returned', 'rights-returned'], accounts: {} })
  })
})
