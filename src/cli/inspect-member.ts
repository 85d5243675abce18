import { isoUtc } from '../till/clock.ts'
import { readEntriesOf, readEntriesOfEvent, type EntryRow } from '../till/db/entries.ts'
import { readLotMovementsAfter } from '../till/db/lot-movements.ts'
import { readCursor } from '../till/db/mirror/cursor.ts'
import { readLots } from '../till/db/mirror/lots.ts'
import { readMember, type MirrorMember } from '../till/db/mirror/members.ts'
import type { Ledger, Mirror } from '../till/db/sqlite-file.ts'
import { moneyText } from '../till/receipt/numbers.ts'
import type { ExitCode, Print } from './command.ts'

const LABEL = 48
const START = { epoch: 0, seq: 0 }

/** Everything this till knows of one member: each asset entry by entry with the running balance, her lots, her coupons. */
export function inspectMember(ledger: Ledger, mirror: Mirror | null, memberId: string, print: Print, complain: Print): ExitCode {
  const member = mirror === null ? null : readMember(mirror, memberId)
  const entries = (asset: 'points' | 'principal' | 'bonus'): EntryRow[] => readEntriesOf(ledger, asset, `member/${memberId}`)
  const points = entries('points')
  const movements = readLotMovementsAfter(ledger, memberId, START)
  if (member === null && points.length === 0 && movements.length === 0) {
    complain(`Member ${memberId} is not known to this till. Give her member id, or the number of her card.`)
    return 1
  }
  const included = (mirror === null ? null : readCursor(mirror))?.included ?? START
  const isAfter = (row: EntryRow): boolean => row.epoch > included.epoch || (row.epoch === included.epoch && row.seq > included.seq)
  print(`member ${memberId}${member === null ? '' : `  ${member.status}  ${member.tier ?? 'no tier'}`}`)
  const account = { isAfter, print }
  const balance = printAccount(points, member?.balancePoints ?? 0, { ...account, shown: String, after: (entry) => printLots(movements, entry, print) })
  if (member !== null && mirror !== null) for (const lot of readLots(mirror, memberId)) print(`lot at HQ  ${lot.lotId}  ${lot.points}  ${expiryText(lot.expiresAtMs)}`)
  print(`${'balance'.padEnd(LABEL)}${column(String(balance))}${member === null ? '' : `  debt ${member.debtPoints}  lent ${member.lentPoints}  unconfirmed ${member.unconfirmedPoints}`}`)
  printValue(`stored value, paid in`, entries('principal'), member?.storedPrincipalMinor ?? 0, account)
  printValue(`stored value, bonus`, entries('bonus'), member?.storedBonusMinor ?? 0, account)
  printCoupons(ledger, points, member, print)
  return 0
}

type Account = { readonly isAfter: (row: EntryRow) => boolean; readonly print: Print }

/** @param hqBalance what HQ says, with those of these entries that it had counted @returns the balance after the last entry */
function printAccount(entries: readonly EntryRow[], hqBalance: number, { isAfter, print, shown, after }: Account & { readonly shown: (amount: number) => string; readonly after: (entry: EntryRow) => void }): number {
  let balance = hqBalance - entries.filter((entry) => !isAfter(entry)).reduce((sum, entry) => sum + entry.delta, 0)
  print(`${'without this till'.padEnd(LABEL)}${column(shown(balance))}`)
  for (const entry of entries) {
    balance += entry.delta
    print(`${`${entry.epoch}/${entry.seq} ${entry.eventId}`.padEnd(LABEL)}${column(shown(entry.delta))}${column(shown(balance))}${isAfter(entry) ? '  not yet counted by HQ' : ''}`)
    after(entry)
  }
  return balance
}

function printLots(movements: ReturnType<typeof readLotMovementsAfter>, { epoch, seq }: EntryRow, print: Print): void {
  for (const movement of movements.filter((each) => each.epoch === epoch && each.seq === seq)) {
    print(`    lot ${movement.lotId.padEnd(LABEL - 8)}${column(String(movement.deltaPoints))}  ${movement.deltaPoints > 0 ? expiryText(movement.expiresAtMs) : 'used'}`)
  }
}

/** Nothing for an asset that she never had. */
function printValue(name: string, entries: readonly EntryRow[], hqBalanceMinor: number, account: Account): void {
  if (entries.length === 0 && hqBalanceMinor === 0) return
  account.print(name)
  const balanceMinor = printAccount(entries, hqBalanceMinor, { ...account, shown: moneyText, after: () => undefined })
  account.print(`${'balance'.padEnd(LABEL)}${column(moneyText(balanceMinor))}`)
}

/** Hers at HQ, and what this till's own events did to coupons. Only the end of a code: the whole of it is money. */
function printCoupons(ledger: Ledger, events: readonly EntryRow[], member: MirrorMember | null, print: Print): void {
  for (const { code, coupon, usesLeft, expiresAtMs } of member?.coupons ?? []) print(`coupon at HQ  …${code.slice(-4)}  ${coupon}  ${usesLeft} uses left  ${expiryText(expiresAtMs)}`)
  for (const { epoch, seq, eventId } of events) {
    for (const { asset, account, delta } of readEntriesOfEvent(ledger, eventId)) {
      if (asset === 'coupon' && account.startsWith('coupon/')) print(`${`${epoch}/${seq} ${eventId}`.padEnd(LABEL)}${column(String(delta))}  coupon …${account.slice(-4)} ${delta < 0 ? 'used' : 'issued or given back'}`)
    }
  }
}

function column(amount: string): string {
  return amount.padStart(10)
}

function expiryText(expiresAtMs: number | null): string {
  return expiresAtMs === null ? 'never expires' : `expires ${isoUtc(expiresAtMs)}`
}
