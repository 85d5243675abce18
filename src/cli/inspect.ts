import { existsSync } from 'node:fs'
import { verifyChain } from '../journal/chain.ts'
import { isoUtc } from '../till/clock.ts'
import { sha256 } from '../till/crypto.ts'
import { readNewestAck } from '../till/db/acks.ts'
import { readEntriesOf, readEntriesOfEvent, readUnbalancedEvents } from '../till/db/entries.ts'
import { readEpochs } from '../till/db/epochs.ts'
import { DbError } from '../till/db/errors.ts'
import { readIdentity } from '../till/db/identity.ts'
import { countEventsAfter, iterateEvents } from '../till/db/journal.ts'
import { readLotMovementsAfter, type LotMovementRow } from '../till/db/lot-movements.ts'
import { readCursor } from '../till/db/mirror/cursor.ts'
import { readLots } from '../till/db/mirror/lots.ts'
import { readMember } from '../till/db/mirror/members.ts'
import { readMirrorNumber } from '../till/db/mirror-switch.ts'
import { readOutcome } from '../till/db/outcomes.ts'
import { salvageRows } from '../till/db/salvage.ts'
import { readSaleLines } from '../till/db/sale-lines.ts'
import { readNewestSales, readSale, readSaleByReceiptCode } from '../till/db/sales.ts'
import { openSqliteFile, type Ledger, type Mirror } from '../till/db/sqlite-file.ts'
import { readTenders } from '../till/db/tenders.ts'
import { ledgerPath, ledgerProfile, mirrorPath, mirrorProfile } from '../till/db/till-files.ts'
import { moneyText } from '../till/receipt/numbers.ts'
import type { ExitCode, Print, RunCommand } from './command.ts'
import { takeDataFolder, tillFolderOf } from './data-folder.ts'

const USAGE = 'usage: tillpoint inspect [member ID | sale ID-or-receipt | --salvage] [--data DIR]'
const START = { epoch: 0, seq: 0 }

/**
 * `tillpoint inspect`: what a till's files say, read without changing them and without any key, while the till runs or
 * not. Alone: the till, its journal and what waits; `member ID`: every entry and lot with the running balance; `sale`:
 * one sale with its lines, tenders and entries; `--salvage`: every row of a damaged ledger that can be read, as JSON lines.
 */
export const inspectCommand: RunCommand = (args, print, complain) => Promise.resolve(inspect(args, print, complain))

function inspect(args: readonly string[], print: Print, complain: Print): ExitCode {
  const named = takeDataFolder(args)
  const [what, id, ...others] = named?.rest ?? []
  const known = what === undefined || (what === '--salvage' && id === undefined) || ((what === 'member' || what === 'sale') && id !== undefined)
  if (named === null || !known || others.length > 0) {
    complain(USAGE)
    return 2
  }
  const folder = tillFolderOf(named.dataDir)
  if (folder === null) {
    complain(`There is no till in ${named.dataDir}. Name its folder with --data DIR, or start it once with npm start.`)
    return 3
  }
  try {
    if (what === '--salvage') return salvage(folder, print, complain)
    const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(folder), readonly: true })
    try {
      if (what === 'member') return inspectMember(ledger, openMirror(folder, ledger), id ?? '', print, complain)
      return what === 'sale' ? inspectSale(ledger, id ?? '', print, complain) : inspectTill(ledger, folder, print)
    } finally {
      ledger.close()
    }
  } catch (cause) {
    if (!(cause instanceof DbError)) throw cause
    complain(`${cause.code}: ${cause.message}`)
    return 3
  }
}

/** One JSON line a row; what is bytes is base64. The mirror is not read: HQ has all of it. */
function salvage(folder: string, print: Print, complain: Print): ExitCode {
  let lost = false
  for (const part of salvageRows(ledgerPath(folder))) {
    if (part.kind === 'row') print(JSON.stringify({ table: part.table, row: part.row }, bytesAsBase64))
    else {
      lost = true
      complain(`${part.table}: rows between what could be read are lost (${part.problem})`)
    }
  }
  return lost ? 1 : 0
}

function bytesAsBase64(_key: string, cell: unknown): unknown {
  // Buffer has a toJSON of its own, which has already run when it gets here.
  if (typeof cell !== 'object' || cell === null || !('type' in cell) || cell.type !== 'Buffer' || !('data' in cell)) return cell
  return Buffer.from(cell.data as number[]).toString('base64')
}

/** Null: there is none yet, or it cannot be read; HQ has all of it. */
function openMirror(folder: string, ledger: Ledger): Mirror | null {
  const path = mirrorPath(folder, readMirrorNumber(ledger) ?? 0)
  try {
    return existsSync(path) ? openSqliteFile(mirrorProfile, { path, readonly: true }) : null
  } catch {
    return null
  }
}

function inspectTill(ledger: Ledger, folder: string, print: Print): ExitCode {
  const identity = readIdentity(ledger)
  const ack = readNewestAck(ledger)
  print(`folder    ${folder}`)
  print(identity === null ? 'till      not enrolled' : `till      ${identity.tillNumber} (${identity.tillId}), store ${identity.storeId}, HQ ${identity.hqUrl}`)
  const broken = readEpochs(ledger).map(({ epoch, previousHash }) => {
    const chain = verifyChain(sha256, previousHash, 1, iterateEvents(ledger, epoch))
    print(`epoch ${epoch}   ${chain.kind === 'whole' ? `${chain.count} events, chain whole` : `chain broken at ${chain.seq} (${chain.why})`}`)
    return chain.kind === 'broken'
  })
  print(`acked     ${ack === null ? 'nothing yet' : `up to ${ack.epoch}/${ack.seq}, HQ's time ${isoUtc(ack.hqAtMs)}`}`)
  print(`waiting   ${countEventsAfter(ledger, ack ?? START)} events`)
  for (const sale of readNewestSales(ledger, NEWEST_SALES)) {
    print(`sale      ${isoUtc(sale.committedAtMs)}  ${sale.receiptCode}  ${moneyText(sale.dueMinor)}  ${sale.memberId ?? '-'}`)
  }
  const unbalanced = readUnbalancedEvents(ledger)
  for (const { eventId, asset, delta } of unbalanced) print(`unbalanced  ${eventId} ${asset} ${delta}`)
  return unbalanced.length === 0 && !broken.includes(true) ? 0 : 1
}

const NEWEST_SALES = 10

function inspectMember(ledger: Ledger, mirror: Mirror | null, memberId: string, print: Print, complain: Print): ExitCode {
  try {
    const member = mirror === null ? null : readMember(mirror, memberId)
    const entries = readEntriesOf(ledger, 'points', `member/${memberId}`)
    const movements = readLotMovementsAfter(ledger, memberId, START)
    if (member === null && entries.length === 0 && movements.length === 0) {
      complain(`Member ${memberId} is not known to this till.`)
      return 1
    }
    const included = (mirror === null ? null : readCursor(mirror))?.included ?? START
    const isAfter = (row: { readonly epoch: number; readonly seq: number }): boolean =>
      row.epoch > included.epoch || (row.epoch === included.epoch && row.seq > included.seq)
    print(`member ${memberId}${member === null ? '' : `  ${member.status}  ${member.tier ?? 'no tier'}`}`)
    let balance = (member?.balancePoints ?? 0) - sumOf(entries.filter((entry) => !isAfter(entry)))
    print(`${'without this till'.padEnd(LABEL)}${pointsColumn(balance)}`)
    for (const entry of entries) {
      balance += entry.delta
      print(`${`${entry.epoch}/${entry.seq} ${entry.eventId}`.padEnd(LABEL)}${pointsColumn(entry.delta)}${pointsColumn(balance)}${isAfter(entry) ? '  not yet counted by HQ' : ''}`)
      for (const movement of movements.filter(({ epoch, seq }) => epoch === entry.epoch && seq === entry.seq)) printLot(movement, print)
    }
    if (member !== null && mirror !== null) for (const lot of readLots(mirror, memberId)) print(`lot at HQ  ${lot.lotId}  ${lot.points}  ${expiryText(lot.expiresAtMs)}`)
    print(`${'balance'.padEnd(LABEL)}${pointsColumn(balance)}${member === null ? '' : `  debt ${member.debtPoints}  lent ${member.lentPoints}  unconfirmed ${member.unconfirmedPoints}`}`)
    return 0
  } finally {
    mirror?.close()
  }
}

const LABEL = 48

function printLot(movement: LotMovementRow, print: Print): void {
  print(`    lot ${movement.lotId.padEnd(LABEL - 8)}${pointsColumn(movement.deltaPoints)}  ${movement.deltaPoints > 0 ? expiryText(movement.expiresAtMs) : 'used'}`)
}

function pointsColumn(points: number): string {
  return String(points).padStart(10)
}

function expiryText(expiresAtMs: number | null): string {
  return expiresAtMs === null ? 'never expires' : `expires ${isoUtc(expiresAtMs)}`
}

function sumOf(entries: readonly { readonly delta: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.delta, 0)
}

function inspectSale(ledger: Ledger, id: string, print: Print, complain: Print): ExitCode {
  const sale = readSale(ledger, id) ?? readSaleByReceiptCode(ledger, id)
  if (sale === null) {
    complain(`There is no sale ${id} at this till.`)
    return 1
  }
  const outcome = readOutcome(ledger, sale)
  print(`sale      ${sale.saleId}`)
  print(`receipt   ${sale.receiptCode}, event ${sale.epoch}/${sale.seq}, HQ: ${outcome?.outcome ?? 'nothing yet'}`)
  print(`when      ${isoUtc(sale.committedAtMs)}, business date ${sale.businessDate}, cashier ${sale.cashierId}`)
  print(`rules     programme ${sale.programmeVersion} (${sale.programmeHash}), engine ${sale.rulesVersion}`)
  for (const line of readSaleLines(ledger, sale.saleId)) {
    print(`line ${line.line}    ${line.sku}  ${line.quantityMilli}/1000 × ${moneyText(line.unitPriceMinor)} = ${moneyText(line.grossMinor)}, net ${moneyText(line.netMinor)}, earns ${line.earnPoints}`)
  }
  for (const tender of readTenders(ledger, sale.saleId)) print(`tender    ${tender.kind} ${moneyText(tender.paidMinor)}${tender.reference === null ? '' : ` (${tender.reference})`}`)
  for (const entry of readEntriesOfEvent(ledger, sale.saleId)) print(`entry     ${entry.asset.padEnd(7)}${entry.account.padEnd(32)}${pointsColumn(entry.delta)}`)
  return 0
}
