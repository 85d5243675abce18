import type { CallName } from '../../contract/till-calls.ts'
import type { Handlers } from '../../contract/serve.ts'
import { err } from '../../contract/result.ts'
import type { Right } from '../../contract/staff-rights.ts'
import type { StaffDesk } from './staff-desk.ts'

/**
 * What each call of the page wants of whoever is at the till. `open`: nobody need be · `signed-in`: somebody · a right: it,
 * alone · `own`: the handler asks itself, because the act may be approved or depends on what is asked.
 */
export const CALL_ACCESS: Readonly<Record<CallName, 'open' | 'signed-in' | 'own' | Right>> = {
  'till.hello': 'open',
  'scan.submit': 'own',
  'sync.now': 'open',
  'training.start': 'training',
  'training.stop': 'open',
  'sync.haltLoading': 'signed-in',
  'journal.export': 'settings',
  'journal.copyTo': 'settings',
  'staff.list': 'open',
  'staff.signIn': 'open',
  'staff.lock': 'open',
  'staff.ask': 'open',
  'staff.approve': 'open',
  'shift.get': 'open',
  'shift.open': 'shift-open',
  'shift.moveCash': 'own',
  'shift.openDrawer': 'own',
  'shift.reportX': 'own',
  'shift.count': 'own',
  'shift.reopen': 'own',
  'shift.close': 'own',
  'shift.reports': 'shift-close',
  'sale.void': 'own',
  'basket.add': 'sell',
  'basket.quantity': 'own',
  'basket.remove': 'own',
  'basket.clear': 'own',
  'basket.price': 'own',
  'sale.discount': 'own',
  'member.find': 'sell',
  'member.attach': 'sell',
  'member.detach': 'sell',
  'product.find': 'sell',
  'coupon.add': 'sell',
  'coupon.remove': 'sell',
  'sale.redeem': 'sell',
  'sale.storedValue': 'sell',
  'sale.bestWays': 'sell',
  'sale.takeBestWay': 'sell',
  'sale.pay': 'own',
  'sale.unlock': 'sell',
  'sale.commit': 'sell',
  'sale.next': 'sell',
  'sale.recent': 'sell',
  'receipt.preview': 'signed-in',
  'return.find': 'sell',
  'return.quote': 'sell',
  'return.commit': 'own',
  'giftCard.look': 'sell',
  'giftCard.use': 'sell',
  'giftCard.putBack': 'sell',
  'giftCard.sell': 'sell',
  'giftCard.notNow': 'sell',
  'exchange.begin': 'return',
  'exchange.drop': 'sell',
  'value.quoteRefund': 'return',
  'value.refund': 'return',
  'print.add': 'reprint',
  'print.giveUp': 'reprint',
  'print.pdf': 'reprint',
  'print.preview': 'signed-in',
  'printer.get': 'open',
  'printer.look': 'open',
  'printer.set': 'settings',
  'printer.drawer': 'settings',
  'devices.scanners': 'open',
  'devices.sheet': 'signed-in',
  'devices.rules.read': 'signed-in',
  'devices.rules.save': 'settings',
  'devices.rules.reset': 'settings',
  'devices.rules.plainMemberCodes': 'settings',
  'devices.calibration.read': 'open',
  'devices.calibration.save': 'settings',
  'devices.calibration.remove': 'settings',
  'devices.serial.read': 'signed-in',
  'devices.serial.save': 'settings',
  'devices.serial.find': 'settings',
  'devices.serial.findStop': 'signed-in',
}

/** Calls that a page makes by itself: they do not keep a till from locking. */
const BY_ITSELF: readonly CallName[] = ['till.hello', 'shift.get', 'staff.list', 'printer.get', 'devices.scanners', 'devices.calibration.read', 'sale.bestWays']

/** The same handlers for whoever is at the till: what she may not do is refused before it begins. */
export function guarded(handlers: Handlers, staff: StaffDesk): Handlers {
  const guard = (name: CallName, handler: (input: never) => unknown) => (input: never) => {
    const access = CALL_ACCESS[name]
    if (!BY_ITSELF.includes(name)) staff.noteActivity()
    if (access === 'open' || access === 'own') return handler(input)
    const refused = access === 'signed-in' ? staff.refusal('sell') : staff.refusal(access)
    return refused === null ? handler(input) : err(refused)
  }
  // The one cast: each handler keeps its own input and answer, which TypeScript cannot see across the table.
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, guard(name as CallName, handler)])) as unknown as Handlers
}
