import { open } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DriverEvent, DriversPort } from '../../../src/till/devices/driver-messages.ts'
import { createDrivers } from '../../../src/till/devices/drivers.ts'
import { openSerialPort } from '../../../src/till/devices/serial-device.ts'
import { printerOf } from '../../../src/till/printer/open-printer.ts'
import type { Printer } from '../../../src/till/printer/printer.ts'
import { printerSetting } from '../../../src/contract/printer-setting.ts'
import { systemTimers } from '../../../src/till/sync/timers.ts'
import { PrinterSim } from '../../sim/printer/printer-sim.ts'
import { serialLine } from '../../support/socat.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})
const DRAWER = { pin: 5, onMs: 100, offMs: 200 }

async function network(more: object = {}): Promise<{ readonly sim: PrinterSim; readonly printer: Printer }> {
  const sim = new PrinterSim()
  const port = await sim.listen()
  cleanups.push(() => sim.stop())
  const setting = printerSetting.parse({
    connection: { kind: 'tcp', host: '127.0.0.1', port },
    columns: 32,
    drawer: DRAWER,
    ...more,
  })
  return { sim, printer: printerOf(setting, null, systemTimers) }
}
const DOCUMENT = '{width:*}\n海港茶铺\n应付 ￥134.00'

describe('a network printer', () => {
  it('prints, and says itself that it has', async () => {
    const { sim, printer } = await network()
    expect(await printer.print(DOCUMENT)).toEqual({ kind: 'printed', confirmed: true, missing: [] })
    expect(sim.text()).toEqual(['海港茶铺', '应付 ￥134.00'])
    expect(sim.cuts).toBe(1)
    expect(sim.interpreter.rubbish).toEqual([])
  })

  it.each([
    ['paper-out', (sim: PrinterSim): void => void (sim.paper = 'out')],
    ['cover-open', (sim: PrinterSim): void => void (sim.coverOpen = true)],
    ['cutter', (sim: PrinterSim): void => void (sim.cutterJam = true)],
  ] as const)('that cannot print is sent nothing: %s', async (problem, spoil) => {
    const { sim, printer } = await network()
    spoil(sim)
    expect(await printer.print(DOCUMENT)).toEqual({ kind: 'not-started', problem: { kind: problem } })
    expect((await printer.status()).problem).toEqual({ kind: problem })
    expect(sim.lines).toEqual([])
  })

  it('that runs out of paper in the middle is interrupted', async () => {
    const { sim, printer } = await network()
    sim.linesLeft = 1
    expect(await printer.print(DOCUMENT)).toEqual({ kind: 'interrupted', problem: { kind: 'paper-out' } })
    expect(sim.text()).toEqual(['海港茶铺'])
  })

  it('tells of the paper’s near end and the drawer', async () => {
    const { sim, printer } = await network()
    sim.paper = 'near-end'
    sim.drawerPinHigh = true
    expect(await printer.status()).toEqual({ problem: null, paperNearEnd: true, drawerPinHigh: true })
  })

  it('that is silent is no answer; one that is known to be so prints unconfirmed', async () => {
    const { sim, printer } = await network()
    sim.silent = true
    expect(await printer.print(DOCUMENT)).toEqual({ kind: 'not-started', problem: { kind: 'no-answer' } })
    const quiet = await network({ answers: false })
    quiet.sim.silent = true
    expect(await quiet.printer.print(DOCUMENT)).toEqual({ kind: 'printed', confirmed: false, missing: [] })
    await vi.waitUntil(() => quiet.sim.cuts === 1)
  })

  it('that is not there is unreachable, with the system’s word', async () => {
    const { sim, printer } = await network()
    await sim.stop()
    cleanups.splice(0)
    expect(await printer.print(DOCUMENT)).toMatchObject({ kind: 'not-started', problem: { kind: 'unreachable' } })
    expect((await printer.status()).problem).toMatchObject({ kind: 'unreachable' })
    expect(await printer.openDrawer()).toMatchObject({ kind: 'unreachable' })
  })

  it('opens the drawer on its pin', async () => {
    const { sim, printer } = await network()
    expect(await printer.openDrawer()).toBeNull()
    await vi.waitUntil(() => sim.pulses.length === 1)
    expect(sim.pulses).toEqual([{ kind: 'pulse', pin: 5, onMs: 100, offMs: 200 }])
    const without = await network({ drawer: null })
    expect(await without.printer.openDrawer()).not.toBeNull()
  })

  it('names the characters it does not have', async () => {
    const { printer } = await network()
    expect(await printer.print('{width:*}\n한')).toEqual({ kind: 'printed', confirmed: true, missing: ['한'] })
  })
})

/** A simulated printer at the far end of a pair of terminals. */
async function onTerminal(): Promise<{ readonly sim: PrinterSim; readonly path: string }> {
  const line = await serialLine()
  cleanups.push(() => line.stop())
  const sim = new PrinterSim()
  const far = await openSerialPort(line.deviceEnd, 9600, {
    onBytes: (bytes) => {
      sim.take(bytes, (answer) => void far.write(answer))
    },
    onEnd: () => undefined,
  })
  cleanups.push(() => far.close())
  return { sim, path: line.tillEnd }
}

describe('other ways to a printer', () => {
  it('a serial port, through the drivers', async () => {
    const { sim, path } = await onTerminal()
    const listeners = new Set<(event: DriverEvent) => void>()
    const carryOut = createDrivers(
      {
        list: () => Promise.resolve([]),
        open: (address, listener) =>
          address.kind === 'serial'
            ? openSerialPort(address.path, address.baudRate, listener)
            : Promise.reject(new Error('no HID')),
      },
      (event) => {
        for (const listener of listeners) listener(event)
      },
    )
    const drivers: DriversPort = {
      send: (request) => void carryOut(request),
      onEvent: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    }
    const printer = printerOf(printerSetting.parse({ connection: { kind: 'serial', path } }), drivers, systemTimers)
    expect(await printer.print(DOCUMENT)).toMatchObject({ kind: 'printed', confirmed: true })
    expect(await printer.print(DOCUMENT)).toMatchObject({ kind: 'printed', confirmed: true })
    expect(sim.text()).toEqual(['海港茶铺', '应付 ￥134.00', '海港茶铺', '应付 ￥134.00'])
    expect(listeners.size).toBe(0)
    const missing = printerOf(
      printerSetting.parse({ connection: { kind: 'serial', path: '/dev/none' } }),
      drivers,
      systemTimers,
    )
    expect(await missing.print(DOCUMENT)).toMatchObject({ kind: 'not-started', problem: { kind: 'unreachable' } })
  })

  it('a device file', async () => {
    const { sim, path } = await onTerminal()
    const printer = printerOf(printerSetting.parse({ connection: { kind: 'file', path } }), null, systemTimers)
    expect(await printer.print(DOCUMENT)).toMatchObject({ kind: 'printed', confirmed: true })
    expect(sim.text()).toEqual(['海港茶铺', '应付 ￥134.00'])
    const missing = printerOf(
      printerSetting.parse({ connection: { kind: 'file', path: '/dev/none/lp0' } }),
      null,
      systemTimers,
    )
    expect(await missing.print(DOCUMENT)).toMatchObject({ kind: 'not-started', problem: { kind: 'unreachable' } })
  })

  it('a device file of a printer that only listens', async () => {
    const folder = await serialLine()
    cleanups.push(() => folder.stop())
    const far = await open(folder.deviceEnd, 'r+')
    const printer = printerOf(
      printerSetting.parse({ connection: { kind: 'file', path: folder.tillEnd }, answers: false }),
      null,
      systemTimers,
    )
    expect(await printer.print('{width:*}\nABC')).toMatchObject({ kind: 'printed', confirmed: false })
    const { buffer, bytesRead } = await far.read()
    expect(buffer.subarray(0, bytesRead).toString('latin1')).toContain('ABC')
    await far.close()
  })
})
