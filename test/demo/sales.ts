import type { DeskState } from '../../src/contract/desk-state.ts'
import type { TillWindow } from '../sim/window/till-window.ts'
import type { DemoShop } from './shop.ts'

/** What a cashier does, in the order in which she does it; each waits until the window shows that it is done. */

const TRIES_MAX = 3
const READ_MS = 7_000
/** The key of the first reason: faulty goods. */
const REASON_DEFECT = '1'

/** Holds something under the scanner until a piece more is on the basket. @param scan the scanner's way */
export async function scanProduct(till: TillWindow, scan: (code: string) => Promise<void>, code: string): Promise<DeskState> {
  const before = await piecesOf(till)
  return read(till, () => scan(code), `product ${code} on the basket`, ({ lines }) => pieces(lines) > before)
}

/** Scans a member's card until she is on the sale. */
export function scanCard(till: TillWindow, scan: (code: string) => Promise<void>, card: string, memberId: string): Promise<DeskState> {
  return read(till, () => scan(card), `member ${memberId}`, ({ member }) => member?.memberId === memberId)
}

/**
 * Scans, and scans again where the till says that it cannot read the code: xdotool's keys come as late as the machine
 * is busy, and a pause in a burst is a person to the till.
 */
async function read(till: TillWindow, scan: () => Promise<void>, what: string, isThere: (desk: DeskState) => boolean): Promise<DeskState> {
  for (let tries = 1; ; tries += 1) {
    const lastMs = (await till.desk()).scan?.atMs
    await scan()
    const isMisread = ({ scan: report }: DeskState): boolean => report !== null && report.atMs !== lastMs && ['not-found', 'candidates'].includes(report.outcome.kind)
    const desk = await till.untilDesk(what, (seen) => isThere(seen) || isMisread(seen), READ_MS).catch((cause: unknown) => {
      if (tries === TRIES_MAX) throw cause
      return null
    })
    if (desk !== null && isThere(desk)) return desk
    if (tries === TRIES_MAX) throw new Error(`${till.name}: no ${what}, scanned ${tries} times; the till says ${JSON.stringify(desk?.scan)}`)
    await till.hands.press('Escape')
  }
}

/** Presses Pay and takes cash: nothing typed is exactly the amount. Waits for the receipt's code in the window, and keeps it. */
export async function payCash(shop: DemoShop, till: TillWindow, tendered?: string): Promise<string> {
  await till.hands.press('F12')
  await till.untilPhase('paying')
  if (tendered !== undefined) {
    await till.page().locator('input').first().waitFor()
    await till.hands.type(tendered)
  }
  await till.hands.press('F12')
  const receiptCode = await till.untilSaved()
  shop.shown.push({ till: till.name, receiptCode })
  return receiptCode
}

/** Takes goods back: opens the receipt, chooses all that can come back, says why, and waits until the window shows it as saved. */
export async function takeBack(shop: DemoShop, till: TillWindow, openReceipt: () => Promise<void>, look: () => Promise<void>): Promise<void> {
  const page = till.page()
  await openReceipt()
  await page.getByRole('button', { name: /Alt A$/ }).waitFor()
  await till.hands.press('alt+a', REASON_DEFECT)
  await page.locator('button:enabled', { hasText: 'F12' }).waitFor()
  await look()
  await till.hands.press('F12')
  const receiptCode = await till.untilSaved()
  shop.shown.push({ till: till.name, receiptCode })
}

/** From the saved return back to selling. */
export async function closeReturn(till: TillWindow): Promise<void> {
  await till.hands.press('Return')
  await till.untilPhase('other-than-saved')
}

/** From the saved sale to the next one. */
export async function nextSale(till: TillWindow): Promise<void> {
  await till.hands.press('F12')
  await till.untilPhase('selling')
}

/** After an end that nobody asked for: on to the next sale; the basket of a customer who has gone is put away. */
export async function clearAway(till: TillWindow): Promise<void> {
  await till.hands.press('F12')
  await till.untilPhase('other-than-saved')
  const { phase, lines } = await till.desk()
  if (phase.kind === 'paying') await backToSelling(till)
  if (lines.length > 0) await till.hands.press('ctrl+Delete', 'ctrl+Delete')
  await till.untilDesk('empty basket', (desk) => desk.phase.kind === 'selling' && desk.lines.length === 0)
}

/** Esc, until the window takes it: while a call is under way it takes no key. */
async function backToSelling(till: TillWindow): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await till.hands.press('Escape')
    try {
      return await till.untilPhase('selling', READ_MS)
    } catch (cause) {
      if (tries === TRIES_MAX) throw cause
    }
  }
}

async function piecesOf(till: TillWindow): Promise<number> {
  const { phase, lines } = await till.desk()
  return phase.kind === 'saved' ? 0 : pieces(lines)
}

function pieces(lines: DeskState['lines']): number {
  return lines.reduce((sum, line) => sum + line.quantityMilli, 0)
}
