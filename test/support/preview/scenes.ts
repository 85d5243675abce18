import { CARD_OF_CHEN } from '../fake-shop.ts'
import { FAKE_NOW_MS, type FakeTill } from '../fake-till-bridge.ts'

/** What the engine has done before the window opens. Questions are opened by keys, as a cashier does. */
export const scenes = ['empty', 'basket', 'member', 'offline', 'paying', 'saved', 'saved-nobody', 'full', 'training', 'unknown', 'payment-code', 'candidates', 'warnings', 'phone-tail', 'coupons', 'stored-value', 'return'] as const
export type Scene = (typeof scenes)[number]
export function isScene(name: string): name is Scene {
  return (scenes as readonly string[]).includes(name)
}

const basket = ['6901020334001', '6901020334002', '6901020334003', '6901020334003', '6901020334018'] as const

async function scan(fake: FakeTill, ...codes: readonly string[]): Promise<void> {
  for (const text of codes) await fake.invoke('scan.submit', { source: 'wedge', text })
}

const makers: Record<Scene, (fake: FakeTill) => Promise<void>> = {
  empty: async () => undefined,
  basket: (fake) => scan(fake, ...basket),
  member: (fake) => scan(fake, CARD_OF_CHEN, ...basket),
  offline: async (fake) => {
    await scan(fake, CARD_OF_CHEN, ...basket)
    fake.setStatus({ sync: { kind: 'offline', queuedEvents: 37, lastContactAtMs: FAKE_NOW_MS - 126 * 60_000 } })
  },
  paying: async (fake) => {
    await scan(fake, CARD_OF_CHEN, ...basket)
    await fake.invoke('sale.redeem', { redeemPoints: 1200 })
    await fake.invoke('sale.pay', {})
  },
  saved: async (fake) => {
    await makers.paying(fake)
    const hello = await fake.invoke('till.hello', {})
    if (hello.ok) await fake.invoke('sale.commit', { saleId: hello.output.desk.saleId, tenders: [{ kind: 'cash', tenderedMinor: 15_000 }] })
  },
  'saved-nobody': async (fake) => {
    await scan(fake, ...basket)
    await fake.invoke('sale.pay', {})
    const hello = await fake.invoke('till.hello', {})
    if (hello.ok) await fake.invoke('sale.commit', { saleId: hello.output.desk.saleId, tenders: [{ kind: 'cash', tenderedMinor: 13_280 }] })
  },
  full: async (fake) => {
    await scan(fake, CARD_OF_CHEN, '6901020334025', ...basket)
    for (const sku of ['BUN', 'WATER', 'BAG', 'EGG']) await fake.invoke('basket.add', { sku, quantityMilli: sku === 'EGG' ? 12_345 : 99_000 })
  },
  training: async (fake) => {
    await scan(fake, ...basket)
    fake.setStatus({ training: true })
  },
  unknown: (fake) => scan(fake, ...basket, '0690441200000099'),
  'payment-code': (fake) => scan(fake, ...basket, '134567890123456789'),
  candidates: (fake) => scan(fake, ...basket, '690102033401'),
  warnings: async (fake) => {
    await scan(fake, ...basket)
    fake.setStatus({ warnings: ['no-sandbox', 'clock-off'], printer: 'trouble', printerProblem: 'paper-out', printsWaiting: 2, drawer: 'absent', sync: { kind: 'refused', queuedEvents: 3, lastContactAtMs: FAKE_NOW_MS - 60_000 } })
  },
  coupons: (fake) => scan(fake, CARD_OF_CHEN, ...basket, '2900000000018', '2900000000032'),
  'stored-value': async (fake) => {
    await makers.coupons(fake)
    await fake.invoke('sale.storedValue', { storedValueMinor: 5880 })
    await fake.invoke('sale.pay', {})
  },
  /** The receipt is scanned by the test, once the window is open. */
  return: async () => undefined,
  'phone-tail': async (fake) => {
    await scan(fake, ...basket)
    await fake.invoke('member.attach', { memberId: 'm-chen', foundBy: 'phone-tail' })
  },
}

/** Brings a fake till into a scene. */
export async function setScene(fake: FakeTill, scene: Scene): Promise<void> {
  await makers[scene](fake)
}
