import { afterEach, describe, expect, it } from 'vitest'
import { readEventBody } from '../../src/contract/wire-event.ts'
import { verifyChain, GENESIS_HASH } from '../../src/journal/chain.ts'
import { readEvent } from '../../src/journal/event.ts'
import { sha256 } from '../../src/till/crypto.ts'
import { readEntriesOfEvent, readUnbalancedEvents } from '../../src/till/db/entries.ts'
import { readBatch } from '../../src/till/db/journal.ts'
import { readLease } from '../../src/till/db/leases.ts'
import { readLotMovementsAfter } from '../../src/till/db/lot-movements.ts'
import type { TillFiles } from '../../src/till/db/till-files.ts'
import { scaleLabel } from '../support/ean.ts'
import { grantFrom } from '../support/till-line.ts'
import { makeTill, type TestTill } from '../support/till.ts'

let till: TestTill
afterEach(() => till.dispose())

const CARD = '8800001001079196'
const RICE = '6941000137010'
const TEA = '6941000274029'

const eventsOf = (files: TillFiles) => readBatch(files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 100, bytesMax: 1_000_000 })

describe('a sale online', () => {
  it('goes from the card to the next sale: three products, points by a lease, cash, saved', async () => {
    till = await makeTill()
    till.line.answer = grantFrom([
      { lotId: 'lot-a', points: 260, expiresAtMs: null },
      { lotId: 'lot-b', points: 1900, expiresAtMs: null },
    ])
    const scanned = await till.scan(CARD)
    expect(scanned).toMatchObject({ scanKind: 'member', outcome: { kind: 'member-attached', displayName: '陈*满', blocked: false } })
    expect((await till.scan(RICE)).outcome).toMatchObject({ kind: 'product-added', quantityMilli: 1000, unitPriceMinor: 6930 })
    expect((await till.scan(TEA)).outcome).toMatchObject({ kind: 'product-added' })
    expect((await till.scan(scaleLabel('21', '10021', 1250))).outcome).toMatchObject({ kind: 'product-added', quantityMilli: 1250 })

    const redeemed = await till.must('sale.redeem', { redeemPoints: 1200 })
    // 65.30 (member price) + 49.99 + 16.00 = 131.29; 1,200 points are 12.00.
    expect(redeemed.quote).toMatchObject({ kind: 'quoted', result: { dueMinor: 13129, pointsTenderMinor: 1200, payMinor: 11929 } })
    const paying = await till.must('sale.pay', {})
    expect(paying.phase).toMatchObject({ kind: 'paying', payMinor: 11929 })
    expect(till.line.asked).toEqual([{ leaseId: paying.saleId, memberId: 'm1', wantedPoints: 1200 }])

    const { sale, desk } = await till.must('sale.commit', { saleId: paying.saleId, tenders: [{ kind: 'cash', tenderedMinor: 12000 }] })
    expect(sale).toMatchObject({ dueMinor: 13129, paidMinor: 11929, changeMinor: 71, pointsUsed: 1200, earnPoints: 119, acked: false })
    expect(sale.receiptCode).toMatch(/^R2-1-[0-9a-f]{8}$/)
    expect(desk.phase).toMatchObject({ kind: 'saved' })
    // 3,088 − 1,200 + 119
    expect(sale.balancePointsAfter).toBe(2007)
    expect(desk.member?.balance).toMatchObject({ balancePoints: 2007, unconfirmedPoints: 119 })
    expect(till.line.woken.count).toBeGreaterThan(0)

    const next = await till.must('sale.next', {})
    expect(next).toMatchObject({ phase: { kind: 'selling' }, lines: [], member: null, quote: { kind: 'empty' }, saleNumber: 2 })
    expect(next.saleId).not.toBe(paying.saleId)

    await till.betweenRuns((files) => {
      const [event] = eventsOf(files)
      expect(event).toMatchObject({ kind: 'sale', eventId: paying.saleId, seq: 1 })
      expect(readLease(files.ledger, paying.saleId)).toMatchObject({ state: 'spent', grantedPoints: 1200 })
      expect(readEntriesOfEvent(files.ledger, paying.saleId)).toEqual([
        { asset: 'money', account: 'discount', delta: 400 },
        { asset: 'money', account: 'goods', delta: -13529 },
        { asset: 'money', account: 'tender/cash', delta: 11929 },
        { asset: 'money', account: 'tender/points', delta: 1200 },
        { asset: 'points', account: 'member/m1', delta: -1081 },
        { asset: 'points', account: 'programme/issued', delta: -119 },
        { asset: 'points', account: 'programme/redeemed', delta: 1200 },
      ])
      // R2: the lease's lots, in its order.
      expect(readLotMovementsAfter(files.ledger, 'm1', { epoch: 0, seq: 0 })).toMatchObject([
        { lotId: paying.saleId, deltaPoints: 119 },
        { lotId: 'lot-a', deltaPoints: -260 },
        { lotId: 'lot-b', deltaPoints: -940 },
      ])
    })
  })

  it('writes an event that HQ can read, without a birthday, in an unbroken chain', async () => {
    till = await makeTill()
    await till.scan(CARD)
    for (const code of [RICE, TEA]) {
      await till.scan(code)
      const { saleId, phase } = await till.must('sale.pay', {})
      const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
      await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: payMinor }] })
    }
    await till.betweenRuns((files) => {
      const rows = eventsOf(files)
      expect(verifyChain(sha256, GENESIS_HASH, 1, rows)).toMatchObject({ kind: 'whole', count: 2 })
      for (const row of rows) {
        const reading = readEvent(row.bytes)
        if (reading.kind !== 'event') throw new Error(reading.why)
        expect(readEventBody('sale', reading.event.body)).toMatchObject({ kind: 'sale' })
        expect(Buffer.from(row.bytes).toString()).not.toContain('11-25')
      }
      expect(readUnbalancedEvents(files.ledger)).toEqual([])
    })
  })

  it('fixes the totals with Pay: neither scans nor the basket change them', async () => {
    till = await makeTill()
    await till.scan(TEA)
    const paying = await till.must('sale.pay', {})
    expect((await till.scan(RICE)).outcome).toEqual({ kind: 'refused', why: 'locked-while-paying' })
    expect(await till.call('basket.clear', {})).toMatchObject({ ok: false, error: { code: 'locked_while_paying' } })
    const desk = await till.desk()
    expect(desk.lines).toHaveLength(1)
    expect(desk.phase).toEqual(paying.phase)
    const back = await till.must('sale.unlock', {})
    expect(back.phase).toEqual({ kind: 'selling' })
    expect((await till.scan(RICE)).outcome.kind).toBe('product-added')
  })
})

describe('points', () => {
  const begin = async (redeemPoints: number | 'max'): Promise<void> => {
    await till.scan(CARD)
    await till.scan(TEA)
    await till.must('sale.redeem', { redeemPoints })
  }

  it('are lent once: stepping back and paying again needs no second asking', async () => {
    till = await makeTill()
    await begin(500)
    const first = await till.must('sale.pay', {})
    await till.must('sale.unlock', {})
    const second = await till.must('sale.pay', {})
    expect(second.saleId).toBe(first.saleId)
    expect(till.line.asked).toHaveLength(1)
  })

  it('are topped up when more are wanted, under the same id', async () => {
    till = await makeTill()
    await begin(500)
    const first = await till.must('sale.pay', {})
    await till.must('sale.unlock', {})
    await till.must('sale.redeem', { redeemPoints: 900 })
    await till.must('sale.pay', {})
    expect(till.line.asked.map((asked) => [asked.leaseId, asked.wantedPoints])).toEqual([
      [first.saleId, 500],
      [first.saleId, 900],
    ])
  })

  it('take what was granted when all that fit are wanted', async () => {
    till = await makeTill()
    till.line.answer = grantFrom([{ lotId: 'lot-b', points: 700, expiresAtMs: null }])
    await begin('max')
    const paying = await till.must('sale.pay', {})
    expect(paying.quote).toMatchObject({ kind: 'quoted', result: { pointsUsed: 700, payMinor: 4299 } })
  })

  it('are refused when fewer were granted than the member asked for; what was lent goes back with the basket', async () => {
    till = await makeTill()
    till.line.answer = grantFrom([{ lotId: 'lot-b', points: 300, expiresAtMs: null }])
    await begin(1000)
    const before = (await till.desk()).saleId
    expect(await till.call('sale.pay', {})).toMatchObject({ ok: false, error: { code: 'insufficient_points' } })
    const cleared = await till.must('basket.clear', {})
    expect(cleared.saleId).not.toBe(before)
    await till.betweenRuns((files) => {
      expect(readLease(files.ledger, before)).toMatchObject({ state: 'returning' })
      const [event] = eventsOf(files)
      const reading = event === undefined ? null : readEvent(event.bytes)
      expect(reading).toMatchObject({ kind: 'event', event: { kind: 'lease-returned', body: { leaseId: before, memberId: 'm1', points: 300 } } })
      expect(readEventBody('lease-returned', reading?.kind === 'event' ? reading.event.body : null)).toMatchObject({ kind: 'lease-returned' })
    })
  })

  it('go on without HQ: asked and not answered, the sale is saved without points and the lease is given back', async () => {
    till = await makeTill()
    await begin(1000)
    till.line.answer = () => ({ kind: 'offline' })
    expect(await till.call('sale.pay', {})).toMatchObject({ ok: false, error: { code: 'points_offline' } })
    await till.must('sale.redeem', { redeemPoints: 0 })
    const { saleId } = await till.must('sale.pay', {})
    await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 5000 }] })
    await till.betweenRuns((files) => {
      expect(eventsOf(files).map((event) => event.kind)).toEqual(['sale', 'lease-returned'])
      expect(readLease(files.ledger, saleId)).toMatchObject({ state: 'returning' })
    })
  })

  it('of the member before go back when another takes her place', async () => {
    till = await makeTill()
    await begin(500)
    const first = await till.must('sale.pay', {})
    await till.must('sale.unlock', {})
    await till.scan('8800001001158388')
    const desk = await till.desk()
    expect(desk).toMatchObject({ member: { memberId: 'm2' }, redeemPoints: 0 })
    expect(desk.lines).toHaveLength(1)
    expect(desk.saleId).not.toBe(first.saleId)
  })

  it('are not for a blocked member, a blocked card or the last four digits', async () => {
    till = await makeTill()
    await till.scan('8800001001395956')
    expect(await till.call('sale.redeem', { redeemPoints: 1 })).toMatchObject({ ok: false, error: { code: 'member_blocked' } })
    await till.scan('8800001001237570')
    expect(await till.call('sale.redeem', { redeemPoints: 1 })).toMatchObject({ ok: false, error: { code: 'member_blocked' } })
    await till.must('member.find', { query: '5127' })
    // The page may claim what it likes: the engine knows how she was found.
    await till.must('member.attach', { memberId: 'm1', foundBy: 'phone' })
    expect(await till.call('sale.redeem', { redeemPoints: 1 })).toMatchObject({ ok: false, error: { code: 'not_with_phone_tail' } })
    await till.must('member.detach', {})
    expect(await till.call('sale.redeem', { redeemPoints: 1 })).toMatchObject({ ok: false, error: { code: 'no_member' } })
  })
})

describe('offline', () => {
  it('sells and earns; points wait and the till says so', async () => {
    till = await makeTill({ online: false })
    await till.scan(CARD)
    await till.scan(TEA)
    const desk = await till.desk()
    expect(desk.member?.balance).toMatchObject({ balancePoints: 3088, usableHerePoints: 0, limitedBy: 'offline' })
    expect(await till.call('sale.redeem', { redeemPoints: 100 })).toMatchObject({ ok: false, error: { code: 'points_offline' } })
    const { saleId } = await till.must('sale.pay', {})
    const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'wallet', paidMinor: 4999, reference: 'T-1' }] })
    expect(sale).toMatchObject({ earnPoints: 49, balancePointsAfter: 3137 })
    const hello = await till.must('till.hello', {})
    expect(hello.status.sync).toEqual({ kind: 'offline', queuedEvents: 1, lastContactAtMs: null })
    // The next sale knows the first one's points.
    await till.scan(CARD)
    expect((await till.desk()).member?.balance).toMatchObject({ balancePoints: 3137, unconfirmedPoints: 49 })
  })

  it('turns online in an open basket: points can be used at once', async () => {
    till = await makeTill({ online: false })
    await till.scan(CARD)
    await till.scan(TEA)
    till.line.goOnline()
    expect((await till.desk()).member?.balance).toMatchObject({ usableHerePoints: 2960, limitedBy: null })
    till.line.goOffline()
    expect((await till.desk()).member?.balance).toMatchObject({ usableHerePoints: 0, limitedBy: 'offline' })
  })
})
