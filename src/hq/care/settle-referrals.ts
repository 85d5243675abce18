import { sql, type Selectable } from 'kysely'
import { businessDateOf } from '../../domain/business-date.ts'
import type { Programme } from '../../domain/programme.ts'
import { isQualifyingPurchase, REFERRAL_RETURN_DAYS, referralPayDate, referralReward, type ReferralRole } from '../../domain/referral.ts'
import { loadProgrammes } from '../apply/programmes.ts'
import { readStored } from '../apply/read.ts'
import type { Account } from '../book/account.ts'
import { loadBook } from '../book/load.ts'
import { earn } from '../book/points.ts'
import { saveBook } from '../book/save.ts'
import { inTransaction, type Reader, type Tx } from '../db/database.ts'
import type { ReferralsTable } from '../db/schema.ts'
import type { Hq } from '../hq.ts'
import { eventOf } from '../journal-read.ts'
import { bookOwnEvent } from './own-event.ts'
import { takeBackReward } from './take-back-reward.ts'

type Carer = Pick<Hq, 'db' | 'clock' | 'ids'>
/** A referral whose purchase is known. */
type Referral = { readonly memberId: string; readonly referrerId: string; readonly saleId: string; readonly boughtOn: string; readonly programme: Programme }

const REFERRALS_A_TURN = 500
/** Purchases of one new member that are looked at in one round. */
const SALES_LOOKED_AT = 20

/**
 * Pays referrals: both sides once, for the new member's first qualifying purchase, as the rules of that sale say. A
 * purchase that came back as a whole in time is none: what was paid for it is taken back, and the next one counts.
 * @returns how many were paid or taken back
 */
export async function settleReferrals(hq: Carer): Promise<number> {
  await findPurchases(hq)
  const returned = await hq.db
    .selectFrom('referrals as r')
    .innerJoin('returns as t', (join) => join.onRef('t.sale_id', '=', 'r.sale_id').on('t.whole_sale', '=', true))
    .select('r.member_id')
    .distinct()
    .where(sql<boolean>`t.business_date - r.bought_on <= ${REFERRAL_RETURN_DAYS}`)
    .execute()
  let settled = 0
  for (const row of returned) settled += await settle(hq, row.member_id, (tx, referral, state) => undo(hq, tx, referral, state))
  const waiting = await hq.db.selectFrom('referrals').select('member_id').where('state', '=', 'waiting').where('pay_on', '<=', latestDate(hq.clock.nowMs())).orderBy('pay_on').limit(REFERRALS_A_TURN).execute()
  for (const row of waiting) settled += await settle(hq, row.member_id, (tx, referral, state) => pay(hq, tx, referral, state))
  return settled
}

/** Somewhere on earth it is that date at most: the programme's own zone decides. */
function latestDate(nowMs: number): string {
  return businessDateOf(nowMs, { timeZone: 'Pacific/Kiritimati', businessDayStart: '00:00' })
}

/** Of members who were brought and whose purchase is not known yet: the first that qualifies, in the order of arrival. */
async function findPurchases({ db }: Carer): Promise<void> {
  const members = await db
    .selectFrom('referrals as r')
    .select('r.member_id')
    .where('r.state', '=', 'open')
    .where((e) => e.exists(e.selectFrom('sales as s').select('s.sale_id').whereRef('s.member_id', '=', 'r.member_id')))
    .execute()
  for (const { member_id: memberId } of members) {
    const found = await firstPurchase(db, memberId)
    if (found === null) continue
    const { saleId, boughtOn, programme } = found
    await db.updateTable('referrals').set({ state: 'waiting', sale_id: saleId, bought_on: boughtOn, pay_on: referralPayDate(programme.referral, boughtOn) }).where('member_id', '=', memberId).where('state', '=', 'open').execute()
  }
}

async function firstPurchase(db: Reader, memberId: string): Promise<Pick<Referral, 'saleId' | 'boughtOn' | 'programme'> | null> {
  const sales = await db
    .selectFrom('sales as s')
    .selectAll('s')
    .where('s.member_id', '=', memberId)
    .whereRef('s.due_minor', '>', 's.points_tender_minor')
    .where((e) => e.not(e.exists(e.selectFrom('returns as t').select('t.return_id').whereRef('t.sale_id', '=', 's.sale_id').where('t.whole_sale', '=', true))))
    .orderBy('s.applied_at_ms')
    .orderBy('s.at_ms')
    .orderBy('s.sale_id')
    .limit(SALES_LOOKED_AT)
    .execute()
  for (const sale of sales) {
    const { till_id: tillId, epoch, seq, sale_id: saleId } = sale
    const stored = await eventOf(db, { tillId, epoch, seq }, saleId)
    const read = stored ? readStored({ tillId, epoch, seq, ...stored }) : null
    const programme = (await loadProgrammes(db, [sale.programme_hash])).get(sale.programme_hash)
    if (!programme || read?.kind !== 'readable' || read.known.kind !== 'sale') continue
    const { inputs, result } = read.known.body
    const lines = result.lines.map((line, index) => ({ ...line, asset: inputs.lines[index]?.asset ?? null }))
    if (isQualifyingPurchase(lines)) return { saleId, boughtOn: sale.business_date, programme }
  }
  return null
}

type State = ReferralsTable['state']

/** Does one step of one referral in a transaction of its own, its row locked. @returns 1 when points moved */
async function settle(hq: Carer, memberId: string, step: (tx: Tx, referral: Referral, state: State) => Promise<boolean>): Promise<number> {
  return inTransaction(hq.db, async (tx) => {
    const row = await tx.selectFrom('referrals').selectAll().where('member_id', '=', memberId).forUpdate().executeTakeFirst()
    const referral = row ? await referralOf(tx, row) : null
    return row && referral && (await step(tx, referral, row.state)) ? 1 : 0
  })
}

async function referralOf(tx: Tx, row: Selectable<ReferralsTable>): Promise<Referral | null> {
  const { member_id: memberId, referrer_id: referrerId, sale_id: saleId, bought_on: boughtOn } = row
  if (saleId === null || boughtOn === null) return null
  const { programme_hash: hash } = await tx.selectFrom('sales').select('programme_hash').where('sale_id', '=', saleId).executeTakeFirstOrThrow()
  const programme = (await loadProgrammes(tx, [hash])).get(hash)
  return programme ? { memberId, referrerId, saleId, boughtOn, programme } : null
}

const SIDES: readonly ReferralRole[] = ['referrer', 'referred']

async function pay(hq: Carer, tx: Tx, referral: Referral, state: State): Promise<boolean> {
  const { memberId, saleId, boughtOn, programme } = referral
  const nowMs = hq.clock.nowMs()
  if (state !== 'waiting' || businessDateOf(nowMs, programme) < referralPayDate(programme.referral, boughtOn)) return false
  const book = await loadBook(tx, [memberId, referral.referrerId], [])
  for (const role of SIDES) {
    const account = accountOf(book.accounts, referral, role)
    const { explain, ...reward } = referralReward(programme, role, boughtOn, nowMs)
    // An account that is closed stays as it is.
    if (!account || account.member.status === 'closed' || reward.points === 0) continue
    const changes = earn(account, null, reward.points, { ...reward, lotId: rewardLotId(saleId), grace: false })
    const facts = { role, referred: memberId, saleId, explain }
    await bookOwnEvent(tx, hq, { kind: 'referral-paid', memberId: account.member.member_id, nowMs, points: reward.points, against: 'programme/referral', changes, facts })
  }
  await tx.updateTable('referrals').set({ state: 'paid' }).where('member_id', '=', memberId).execute()
  await saveBook(tx, book, { ids: hq.ids, nowMs })
  return true
}

/** The goods came back as a whole: in time, the purchase does not count. */
async function undo(hq: Carer, tx: Tx, referral: Referral, state: State): Promise<boolean> {
  const { memberId, referrerId, saleId, programme } = referral
  const nowMs = hq.clock.nowMs()
  if (state === 'paid') {
    const book = await loadBook(tx, [memberId, referrerId], [])
    for (const role of SIDES) {
      const account = accountOf(book.accounts, referral, role)
      if (account) await takeBackReward(tx, hq, account, { role, referred: memberId, saleId, lotId: rewardLotId(saleId), nowMs, letGo: programme.returns.shortage === 'clamp' })
    }
    await saveBook(tx, book, { ids: hq.ids, nowMs })
  }
  await tx.updateTable('referrals').set({ state: 'open', sale_id: null, bought_on: null, pay_on: null }).where('member_id', '=', memberId).execute()
  return state === 'paid'
}

function accountOf(accounts: ReadonlyMap<string, Account>, { memberId, referrerId }: Referral, role: ReferralRole): Account | undefined {
  return accounts.get(role === 'referrer' ? referrerId : memberId)
}

/** A sale pays for one referral at most, each side once: of each side it is the only lot of this name. */
function rewardLotId(saleId: string): string {
  return `referral-${saleId}`
}
