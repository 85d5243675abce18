import { z } from 'zod'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'
import { ensureRegion } from '../identity.ts'
import { cardIndex } from '../registry/members.ts'
import { cardCell, idCell } from './cells.ts'
import { heading, refused, type ImportKind, type Verdict } from './kind.ts'

const schema = z.object({ memberId: idCell, card: cardCell })
type Row = z.infer<typeof schema>

/** More cards of known members. A card belongs to one member for good. */
export const cardImport: ImportKind<Row> = {
  headings: [heading('memberId', true, '会员号', '會員號', '会员编号'), heading('card', true, 'cards', '卡号', '卡號')],
  schema,
  keysOf: ({ card }) => [`card ${card}`],
  async take(tx, hq, rows) {
    const before = await loadBook(tx, rows.map(({ row }) => row.memberId), [])
    const made: { card_index: Buffer; member_id: string; number_wrapped: Buffer; status: 'active' }[] = []
    const verdicts: Verdict[] = []
    for (const { row } of rows) {
      const member = before.accounts.get(row.memberId)?.member
      if (!member || member.status === 'closed') {
        verdicts.push(refused('memberId', member ? `the account of ${row.memberId} is closed` : `there is no member ${row.memberId}`))
        continue
      }
      const index = cardIndex(await ensureRegion(tx, hq.master, member.region), row.card)
      const holder = await tx.selectFrom('cards').select('member_id').where('card_index', '=', index).executeTakeFirst()
      if (holder) verdicts.push(holder.member_id === row.memberId ? 'there' : refused('card', `card …${row.card.slice(-4)} is somebody else’s`))
      else {
        made.push({ card_index: index, member_id: row.memberId, number_wrapped: hq.master.wrap(`card of ${row.memberId}`, Buffer.from(row.card)), status: 'active' })
        verdicts.push('added')
      }
    }
    if (made.length === 0) return verdicts
    await tx.insertInto('cards').values(made).execute()
    // Read again: what the feed says of her is the row as it is now.
    const book = await loadBook(tx, made.map((card) => card.member_id), [])
    for (const account of book.accounts.values()) account.changed = true
    await saveBook(tx, book, { ids: hq.ids, nowMs: hq.clock.nowMs() })
    return verdicts
  },
}
