import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PrinterSim } from '../sim/printer/printer-sim.ts'
import { serialWire, type SerialWire } from '../sim/serial-wire.ts'
import { measureBoxes } from '../support/look.ts'
import { codes, openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
let wire: SerialWire
const printer = new PrinterSim()
const WAIT = { timeout: 10_000, interval: 30 }

beforeAll(async () => {
  shop = await openShop()
  till = shop.till
  // Settings are a manager's.
  await till.takeOver('manager')
  wire = await serialWire(shop.dataDir)
})
afterAll(async () => {
  await wire.unplug()
  await shop.close()
  await printer.stop()
})

const paper = (): string => printer.text().join('\n')

/** Sells one tea for cash. @returns the code of its receipt */
async function sellTea(): Promise<string> {
  await till.call('scan.submit', { source: 'wedge', text: codes.tea })
  const { saleId } = await till.untilDesk('line', ({ lines }) => lines.length === 1)
  await till.call('sale.pay', {})
  const reply = await till.call('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 10_000 }] })
  if (!reply.ok) throw new Error(reply.error.code)
  await till.call('sale.next', {})
  return reply.output.sale.receiptCode
}

describe('the devices page', () => {
  it('opens by its key and sets a network printer with a drawer up, by keyboard and mouse', async () => {
    const port = await printer.listen()
    await till.untilStatus('loaded mirror', ({ warnings }) => !warnings.includes('mirror-loading') && !warnings.includes('no-rules'), 15_000)
    await till.press('Alt+d')
    await till.page.getByText('No printer is set up').waitFor()
    await till.picture('devices-empty')
    await till.page.getByLabel('Address of the printer').fill('127.0.0.1')
    await till.page.getByLabel('Port', { exact: true }).fill(String(port))
    await till.page.getByRole('button', { name: 'Pin 2' }).click()
    await till.page.getByRole('button', { name: 'Save settings' }).click()
    await till.page.getByText('The printer is ready').waitFor()
    await till.page.getByRole('button', { name: 'Open the drawer' }).click()
    await vi.waitFor(() => expect(printer.pulses).toEqual([{ kind: 'pulse', pin: 2, onMs: 50, offMs: 500 }]), WAIT)
    await till.page.getByRole('button', { name: 'Print a test' }).click()
    await vi.waitFor(() => expect(paper()).toContain('Printer test'), WAIT)
  })

  it('shows a serial scanner and what it read, codes of members hidden', async () => {
    await till.call('devices.serial.save', { scanners: [{ path: wire.port, label: 'Desk scanner' }] })
    await till.page.getByRole('button', { name: /Scanners/ }).click()
    await till.page.getByText('Desk scanner').waitFor()
    await till.page.getByText('Ready', { exact: true }).first().waitFor()
    await wire.scan(codes.member)
    await till.page.getByText('88••••••••••••96').first().waitFor()
    expect(await till.page.content()).not.toContain(codes.member)
    await till.picture('devices-scanners')
    await till.call('member.detach', {})
  })

  it('has codes to scan, calibration and ports; nothing is cut off', async () => {
    for (const tab of [/Calibration/, /Serial ports/, /Test sheet/, /Printer, drawer/]) {
      await till.page.getByRole('button', { name: tab }).first().click()
      const found = await measureBoxes(till.page)
      expect(found.filter(({ what }) => what !== 'small-target')).toEqual([])
    }
    for (const locale of ['zh-Hans', 'en'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        await till.setLook({ locale, theme })
        await till.press('Alt+d')
        await till.page.getByRole('dialog').locator('img').first().waitFor()
        await till.picture(`devices-${locale}-${theme}`)
      }
    }
    await till.setLook({ locale: 'en', theme: 'light' })
  })
})

describe('paper', () => {
  it('comes with the sale, and the drawer opens', async () => {
    const code = await sellTea()
    await vi.waitFor(() => expect(paper()).toContain(code), WAIT)
    await vi.waitFor(() => expect(printer.pulses).toHaveLength(2), WAIT)
    expect(paper()).not.toContain('REPRINT')
    expect(printer.interpreter.rubbish).toEqual([])
  })

  it('that is out is said in words, while the sale is saved; it comes with the new roll', async () => {
    printer.paper = 'out'
    const code = await sellTea()
    await till.page.getByText('The printer is out of paper').first().waitFor()
    await till.picture('devices-paper-out')
    printer.paper = 'ok'
    await vi.waitFor(() => expect(paper()).toContain(code), WAIT)
    await till.untilStatus('printer that is well', ({ printer: state, printsWaiting }) => state === 'ready' && printsWaiting === 0)
  })

  it('that is printed once more says so', async () => {
    await till.press('Alt+r')
    await till.page.getByRole('button', { name: /Print receipt/ }).waitFor()
    await till.press('Control+p')
    await vi.waitFor(() => expect(paper()).toContain('REPRINT'), WAIT)
    await till.press('Escape')
  })

  it('is saved as a PDF', async () => {
    const reply = await till.call('print.pdf', { what: { kind: 'test-page', locale: 'zh-Hans' } })
    expect(reply).toMatchObject({ ok: true })
    const file = reply.ok ? reply.output.path : ''
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file).toString('latin1', 0, 5)).toBe('%PDF-')
    rmSync(file)
  })

  it('leaves the page without complaints', () => expect(till.complaints).toEqual([]))
})
