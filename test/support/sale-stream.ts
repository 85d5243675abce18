import { hexOf } from '../../src/journal/codec.ts'
import { iterateEvents } from '../../src/till/db/journal.ts'
import { sha256 } from '../../src/till/crypto.ts'
import { testClock } from './test-clock.ts'
import { makeTill } from './till.ts'
import { sampleShop, type ShopMember } from './till-shop.ts'

/** Numbers from 0 up to `below`, always the same ones for a seed. */
function drawn(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % 0x1_0000 % below
  }
}

/** Ids as random as real ones: every digit but the time's is a surprise. */
function surprisingIds(nowMs: () => number) {
  let made = 0
  return {
    next(): string {
      const digits = hexOf(sha256(new TextEncoder().encode(`id ${++made}`)))
      const time = nowMs().toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-b${digits.slice(3, 6)}-${digits.slice(6, 18)}`
    },
  }
}

/**
 * What a busy till writes, by the real engine: sales of three lines out of all goods, two of three with one of 60 members
 * who has one to three lots, some by card, seconds to minutes apart.
 * @returns the exact texts of the events
 */
export async function saleStream(count: number): Promise<string[]> {
  const draw = drawn(7)
  const shop = sampleShop()
  const [pattern] = shop.members
  if (pattern === undefined) throw new Error('the sample has no members')
  const lotIds = surprisingIds(() => 1_760_000_000_000 + draw(60_000) * 60_000)
  const members = Array.from({ length: 60 }, (_, at): ShopMember => ({
    ...pattern,
    memberId: `m${2000 + at}`,
    cards: [{ number: cardNumber(at), status: 'active' }],
    lots: Array.from({ length: 1 + draw(3) }, () => ({ lotId: lotIds.next(), points: 5 + draw(900), earnedDaysAgo: 5 + draw(300), availableInDays: null, expiresInDays: 30 + draw(300) })),
  }))
  const clock = testClock()
  const till = await makeTill({ shop: { ...shop, members }, engine: { ids: surprisingIds(() => clock.wallMs()) }, clock })
  try {
    const goods = shop.products.filter((product) => product.priceMinor > 0 && !('asset' in product && product.asset !== null))
    for (let sale = 0; sale < count; sale += 1) {
      till.clock.advance(20_000 + draw(60_000))
      await till.must('sale.next', {})
      if (draw(3) > 0) await till.scan(cardNumber(draw(60)))
      for (let line = 0; line < 3; line += 1) {
        till.clock.advance(900 + draw(3_000))
        await till.must('basket.add', { sku: goods[draw(goods.length)]?.sku ?? '', quantityMilli: 1000 })
      }
      const { saleId, phase } = await till.must('sale.pay', {})
      const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
      till.clock.advance(4_000 + draw(20_000))
      const cash = { kind: 'cash', tenderedMinor: Math.ceil(payMinor / 1000) * 1000 } as const
      const card = { kind: 'card', paidMinor: payMinor, reference: String(100_000 + draw(60_000)) } as const
      await till.must('sale.commit', { saleId, tenders: payMinor === 0 ? [] : [draw(2) === 0 ? cash : card] })
    }
    let texts: string[] = []
    await till.betweenRuns((files) => {
      texts = [...iterateEvents(files.ledger, 1)].filter((row) => row.kind === 'sale').map((row) => Buffer.from(row.bytes).toString('utf8'))
    })
    return texts
  } finally {
    await till.dispose()
  }
}

/** Sixteen digits that pass Luhn's check. */
function cardNumber(at: number): string {
  const digits = `88000011${String(at).padStart(7, '0')}`
  const sum = [...digits].reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
