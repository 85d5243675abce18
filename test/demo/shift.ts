import type { TillWindow } from '../sim/window/till-window.ts'
import { clearAway, closeReturn, nextSale, payCash, scanCard, scanProduct, takeBack } from './sales.ts'
import { barcodeOf, cardOf, phoneOf } from './sample.ts'
import type { DemoShop } from './shop.ts'

/** One step of the shift: what a person sees happen, and pictures of it. */
export type Step = {
  readonly title: string
  readonly run: (shop: DemoShop, picture: (till: TillWindow, name: string) => Promise<void>) => Promise<void>
}

const GOLD = 'm1001'
const SILVER = 'm1002'
/** 小宁 and 小叶. */
const BADGE_A = 'ST1001'
const BADGE_B = 'ST1002'
/** What HQ promises after a break: an empty queue. */
const DRAIN_MS = 15_000

const untilDrained = (till: TillWindow, timeoutMs = DRAIN_MS) => till.untilStatus('empty queue', ({ sync }) => sync.kind === 'online' && sync.queuedEvents === 0, timeoutMs)

async function kill(till: TillWindow): Promise<void> {
  const killed = till.engineProcess()
  process.kill(killed, 'SIGKILL')
  await till.untilStatus('engine that was started again', () => till.engineProcess() !== killed)
}

/** A day in a small shop, with everything that can go wrong in it. */
export const shift: readonly Step[] = [
  {
    title: 'HQ starts, with a PostgreSQL of its own and the sample shop',
    run: ({ hq }) => hq.start(),
  },
  {
    title: 'till A opens and enrols; its cashier scans her badge',
    async run({ hq, a }, picture) {
      await a.open(await hq.enrolCode())
      await a.untilStatus('till that is online', ({ sync }) => sync.kind === 'online')
      await picture(a, 'till-a-locked')
      await a.takeOver(a.hands.scan, BADGE_A)
      await picture(a, 'till-a-open')
    },
  },
  {
    title: 'till B opens and enrols, its serial scanner on a real serial line',
    async run({ hq, b, scanner }, picture) {
      await b.open(await hq.enrolCode())
      await b.untilStatus('till with a scanner', ({ sync, scanner }) => sync.kind === 'online' && scanner === 'ready')
      await b.takeOver(scanner.scan, BADGE_B)
      await picture(b, 'till-b-open')
    },
  },
  {
    title: 'till A: two things by the keyboard scanner, nobody’s card, cash',
    async run(shop, picture) {
      const { a } = shop
      await scanProduct(a, a.hands.scan, barcodeOf('SNACK-NUT'))
      await scanProduct(a, a.hands.scan, barcodeOf('TEA-JAS'))
      await picture(a, 'basket')
      await payCash(shop, a, '100')
      await picture(a, 'saved-with-change')
    },
  },
  {
    title: 'till B: a gold member and her goods by the serial scanner',
    async run(shop, picture) {
      const { b, scanner } = shop
      await scanProduct(b, scanner.scan, barcodeOf('RICE-NE-10'))
      await scanCard(b, scanner.scan, cardOf(GOLD), GOLD)
      await scanProduct(b, scanner.scan, barcodeOf('SNACK-CHOC'))
      await picture(b, 'member')
      await payCash(shop, b)
      await picture(b, 'saved-with-points')
    },
  },
  {
    title: 'till A: a silver member by her phone number',
    async run(shop, picture) {
      const { a } = shop
      await nextSale(a)
      await a.hands.press('F2')
      await a.page().locator('input').first().waitFor()
      await a.hands.type(phoneOf(SILVER))
      await a.page().getByRole('option').first().waitFor()
      await picture(a, 'found-by-phone')
      await a.hands.press('Return')
      await a.untilDesk('member by phone', ({ member }) => member?.memberId === SILVER)
      await scanProduct(a, a.hands.scan, barcodeOf('HOME-CREAM'))
      await payCash(shop, a)
    },
  },
  {
    title: 'till A: the gold member pays with points, lent by HQ',
    async run(shop, picture) {
      const { a, b } = shop
      await nextSale(a)
      await scanCard(a, a.hands.scan, cardOf(GOLD), GOLD)
      await scanProduct(a, a.hands.scan, barcodeOf('TEA-TGY'))
      await a.hands.press('F5')
      await a.untilDesk('points chosen', ({ redeemPoints, quote }) => redeemPoints !== 0 && quote.kind === 'quoted' && quote.result.pointsUsed > 0)
      await picture(a, 'points')
      await payCash(shop, a)
      await a.untilDesk('sale that HQ has', ({ phase }) => phase.kind === 'saved' && phase.sale.acked)
      await picture(a, 'paid-with-points')
      await Promise.all([untilDrained(a), untilDrained(b)])
    },
  },
  {
    title: 'HQ is stopped; both tills say so',
    async run({ hq, a, b }, picture) {
      await hq.stop()
      await nextSale(a)
      await nextSale(b)
      await Promise.all([a, b].map((till) => till.untilStatus('till that is offline', ({ sync }) => sync.kind === 'offline')))
      await picture(a, 'offline')
    },
  },
  {
    title: 'both tills sell on; the queue grows',
    async run(shop, picture) {
      const { a, b, scanner } = shop
      await scanProduct(a, a.hands.scan, barcodeOf('NOODLE-1'))
      await payCash(shop, a)
      await nextSale(a)
      await scanCard(a, a.hands.scan, cardOf(SILVER), SILVER)
      await scanProduct(a, a.hands.scan, barcodeOf('SNACK-CAKE'))
      await payCash(shop, a, '50')
      await scanProduct(b, scanner.scan, barcodeOf('DRINK-JUICE'))
      await payCash(shop, b)
      await a.untilStatus('queue of two', ({ sync }) => sync.queuedEvents >= 2)
      await b.untilStatus('queue of one', ({ sync }) => sync.queuedEvents >= 1)
      await picture(a, 'queue')
    },
  },
  {
    title: 'till B takes back, without HQ, what it has just sold',
    async run(shop, picture) {
      const { b } = shop
      await nextSale(b)
      const newest = async (): Promise<void> => {
        await b.hands.press('F8')
        await b.page().getByRole('option').first().waitFor()
        await b.hands.press('Return')
      }
      await takeBack(shop, b, newest, () => picture(b, 'return-offline'))
      await b.untilStatus('queue of two', ({ sync }) => sync.queuedEvents >= 2)
      await closeReturn(b)
    },
  },
  {
    title: 'kill -9 of till A’s engine in mid-sale: the basket comes back, and is paid',
    async run(shop, picture) {
      const { a } = shop
      await nextSale(a)
      await scanCard(a, a.hands.scan, cardOf(GOLD), GOLD)
      const before = await scanProduct(a, a.hands.scan, barcodeOf('TEA-PUER'))
      await kill(a)
      await a.takeOver(a.hands.scan, BADGE_A)
      await a.untilDesk('basket of before', ({ saleId, lines, member }) => saleId === before.saleId && lines.length === before.lines.length && member?.memberId === GOLD)
      await picture(a, 'basket-is-back')
      await scanProduct(a, a.hands.scan, barcodeOf('SNACK-SALT'))
      shop.receipts.push(await payCash(shop, a))
    },
  },
  {
    title: 'kill -9 of till A’s engine the moment the window says "saved"',
    async run(shop, picture) {
      const { a } = shop
      await nextSale(a)
      await scanProduct(a, a.hands.scan, barcodeOf('HOME-MUG'))
      await payCash(shop, a)
      await kill(a)
      await a.takeOver(a.hands.scan, BADGE_A)
      await clearAway(a)
      await picture(a, 'after-the-kill')
    },
  },
  {
    title: 'kill -9 of the whole of till B in mid-sale; started again, the basket is there, and is paid',
    async run(shop, picture) {
      const { b, scanner } = shop
      const before = await scanProduct(b, scanner.scan, barcodeOf('DRINK-MILK'))
      await b.kill()
      await b.open()
      await b.untilDesk('basket of before', ({ saleId, lines }) => saleId === before.saleId && lines.length === before.lines.length)
      await b.untilStatus('till with a scanner', (status) => status.scanner === 'ready')
      await b.takeOver(scanner.scan, BADGE_B)
      await scanProduct(b, scanner.scan, barcodeOf('DRINK-YOG'))
      await picture(b, 'started-again')
      await payCash(shop, b)
    },
  },
  {
    title: 'HQ starts again: both queues are empty within 15 s',
    async run({ hq, a, b }, picture) {
      await hq.start()
      await Promise.all([untilDrained(a), untilDrained(b)])
      await picture(a, 'online-again')
    },
  },
  {
    title: 'till B: what the gold member spent at till A counts here',
    async run(shop, picture) {
      const { b, scanner } = shop
      await nextSale(b)
      await scanCard(b, scanner.scan, cardOf(GOLD), GOLD)
      await scanProduct(b, scanner.scan, barcodeOf('HOME-SOAP'))
      await picture(b, 'one-balance')
      await payCash(shop, b)
      await nextSale(b)
    },
  },
  {
    title: 'till B takes back what till A sold, by its receipt: money, and the points that it gave',
    async run(shop, picture) {
      const { b, scanner } = shop
      const [receipt = ''] = shop.receipts
      await takeBack(shop, b, () => scanner.scan(receipt), () => picture(b, 'return-by-receipt'))
      await picture(b, 'returned')
      await untilDrained(b)
    },
  },
]
