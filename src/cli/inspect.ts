import { existsSync } from 'node:fs'
import { verifyChain } from '../journal/chain.ts'
import { isoUtc } from '../till/clock.ts'
import { sha256 } from '../till/crypto.ts'
import { readNewestAck } from '../till/db/acks.ts'
import { readEntriesOfEvent, readUnbalancedEvents } from '../till/db/entries.ts'
import { readEpochs } from '../till/db/epochs.ts'
import { DbError } from '../till/db/errors.ts'
import { readIdentity } from '../till/db/identity.ts'
import { countEventsAfter, iterateEvents } from '../till/db/journal.ts'
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
import { inspectMember } from './inspect-member.ts'
import { memberNamed } from './member-named.ts'

const USAGE = 'usage: tillpoint inspect [member CARD-OR-ID | sale ID-or-receipt | --salvage] [--data DIR]'
const START = { epoch: 0, seq: 0 }

/**
 * `tillpoint inspect`: what a till's files say, read without changing them, while the till runs or
 * not. Alone: the till, its journal and what waits; `member CARD`: every entry and lot with the running balance; `sale`:
 * one sale with its lines, tenders and entries; `--salvage`: every row of a damaged ledger that can be read, as JSON lines.
 */
export const inspectCommand: RunCommand = async (args, print, complain) => {
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
      if (what === 'member') return await inspectNamed(folder, ledger, id ?? '', print, complain)
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

async function inspectNamed(folder: string, ledger: Ledger, typed: string, print: Print, complain: Print): Promise<ExitCode> {
  const mirror = openMirror(folder, ledger)
  try {
    const named = await memberNamed(folder, ledger, mirror, typed)
    if (named.kind === 'member') return inspectMember(ledger, mirror, named.memberId, print, complain)
    complain('Card numbers are kept as hashes whose key is in this machine’s keychain, which the command line does not open. Give the member id instead: HQ’s page shows it under Members.')
    return 1
  } finally {
    mirror?.close()
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

function pointsColumn(points: number): string {
  return String(points).padStart(10)
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
