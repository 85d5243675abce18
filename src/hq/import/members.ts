import { z } from 'zod'
import { dateIn } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { ensureRegion } from '../identity.ts'
import { cardIndex, insertMembers, type NewMember } from '../registry/members.ts'
import { currentProgramme } from '../registry/programmes.ts'
import type { Seeder } from '../seed.ts'
import { parseProgramme } from '../../contract/programme-file.ts'
import { birthdayCell, cardCell, countCell, dateCell, idCell, listCell, neededText, optional, phoneCell, textCell } from './cells.ts'
import { heading, refused, type ImportKind, type Read, type Verdict } from './kind.ts'

const title = z.enum(['', 'ms', 'mr', '女', '男', '女士', '先生'], 'is ms, mr or empty').default('').transform((word) => (word === '' ? null : ['ms', '女', '女士'].includes(word) ? ('ms' as const) : ('mr' as const)))
const schema = z.object({
  memberId: idCell,
  name: neededText(80),
  storeId: idCell,
  phone: optional(phoneCell),
  title,
  birthday: optional(birthdayCell),
  cards: listCell(cardCell).default([]),
  tier: optional(idCell),
  joined: optional(dateCell),
  lastPurchase: optional(dateCell),
  purchases: optional(countCell('a count')),
  qualifying: optional(countCell('a whole number')),
  status: z.enum(['', 'active', 'blocked'], 'is active or blocked').default('').transform((word) => (word === 'blocked' ? ('blocked' as const) : ('active' as const))),
  notes: textCell(500).default(''),
})
type Row = z.infer<typeof schema>

/**
 * Members whose ids are new. One that is known stays as she is: since the list was written, tills and HQ have gone on
 * with her. Her balance comes with a list of its own.
 */
export const memberImport: ImportKind<Row> = {
  headings: [
    heading('memberId', true, '会员号', '會員號', '会员编号'),
    heading('name', true, '姓名'),
    heading('storeId', true, 'store', '门店', '門店', '门店编号'),
    heading('phone', false, '手机', '手機', '手机号', '电话'),
    heading('title', false, '称呼', '稱呼', '性别', '性別'),
    heading('birthday', false, '生日'),
    heading('cards', false, 'card', '卡号', '卡號'),
    heading('tier', false, '等级', '等級'),
    heading('joined', false, '入会日期', '入會日期'),
    heading('lastPurchase', false, '最近消费', '最近消費'),
    heading('purchases', false, '消费次数', '消費次數'),
    heading('qualifying', false, '成长值', '成長值'),
    heading('status', false, '状态', '狀態'),
    heading('notes', false, '备注', '備註'),
  ],
  schema,
  keysOf: ({ memberId, cards }) => [`member ${memberId}`, ...new Set(cards.map((card) => `card ${card}`))],
  async take(tx, hq, rows) {
    const facts = await factsOf(tx, hq, rows)
    const verdicts = rows.map(({ row }) => verdictOf(row, facts))
    for (const region of new Set(facts.regionOf.values())) {
      const wanted = rows.filter(({ row }, index) => verdicts[index] === 'added' && facts.regionOf.get(row.storeId) === region)
      if (wanted.length > 0) await insertMembers(tx, hq, await ensureRegion(tx, hq.master, region), wanted.map(({ row }) => memberOf(row, region, hq)), 'tillpoint-hq import')
    }
    return verdicts
  },
}

type Facts = { readonly regionOf: ReadonlyMap<string, string>; readonly known: ReadonlySet<string>; readonly tiers: ReadonlySet<string> | null; readonly takenCards: ReadonlySet<string> }

async function factsOf(tx: Tx, hq: Seeder, rows: readonly Read<Row>[]): Promise<Facts> {
  const stores = await tx.selectFrom('stores').select(['store_id', 'region']).execute()
  const ids = rows.map(({ row }) => row.memberId)
  const known = await tx.selectFrom('members').select('member_id').where('member_id', 'in', ids).execute()
  const current = await currentProgramme(tx)
  const parsed = current && parseProgramme(current.document)
  return {
    regionOf: new Map(stores.map((store) => [store.store_id, store.region])),
    known: new Set(known.map((row) => row.member_id)),
    tiers: parsed?.ok ? new Set(parsed.programme.tiers.levels.map((level) => level.id)) : null,
    takenCards: await takenOf(tx, hq, [...new Set(stores.map((store) => store.region))], rows.flatMap(({ row }) => row.cards)),
  }
}

async function takenOf(tx: Tx, hq: Seeder, regions: readonly string[], cards: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>()
  if (cards.length === 0) return taken
  for (const region of regions) {
    const key = await ensureRegion(tx, hq.master, region)
    const numberOf = new Map(cards.map((card) => [cardIndex(key, card).toString('hex'), card]))
    const rows = await tx.selectFrom('cards').select('card_index').where('card_index', 'in', [...numberOf.keys()].map((hex) => Buffer.from(hex, 'hex'))).execute()
    for (const row of rows) taken.add(numberOf.get(row.card_index.toString('hex')) ?? '')
  }
  return taken
}

function verdictOf({ memberId, storeId, tier, cards }: Row, { regionOf, known, tiers, takenCards }: Facts): Verdict {
  if (known.has(memberId)) return 'there'
  if (!regionOf.has(storeId)) return refused('storeId', `there is no store ${storeId}`)
  if (tier !== null && !tiers?.has(tier)) return refused('tier', `the rules have no level ${tier}`)
  const taken = cards.find((card) => takenCards.has(card))
  return taken === undefined ? 'added' : refused('cards', `card …${taken.slice(-4)} is somebody else’s`)
}

function memberOf(row: Row, region: string, hq: Seeder): NewMember {
  const { memberId, storeId, status, tier, name, title: called, phone, birthday, notes, lastPurchase } = row
  return {
    ...{ memberId, region, storeId, status, tier, lastPurchase },
    card: { name, title: called, phone, birthday, notes },
    cardNumbers: [...new Set(row.cards)],
    joined: row.joined ?? dateIn('UTC', hq.clock.nowMs()),
    purchases: row.purchases ?? 0,
    qualifying: row.qualifying ?? 0,
    lots: [],
  }
}
