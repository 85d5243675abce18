import { open } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DriverEvent, DriversPort } from '../../../src/till/devices/driver-messages.ts'
import { createDrivers } from '../../../src/till/devices/drivers.ts'
import { ScanDevices } from '../../../src/till/devices/scan-devices.ts'
import { openSerialPort } from '../../../src/till/devices/serial-device.ts'
import { serialScannerSetting } from '../../../src/contract/device-calls.ts'
import { systemTimers } from '../../../src/till/sync/timers.ts'
import { serialFrame, type SerialEnding } from '../../sim/devices/serial-frames.ts'
import { wedgeKeys } from '../../sim/devices/wedge-keys.ts'
import { KeyTranscript } from '../../../src/scan/key-transcript.ts'
import { serialLine, type SerialLine } from '../../support/socat.ts'

const lines: SerialLine[] = []
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.stop()))
})

/** The real drivers and serialport on one end of a pair of terminals. */
function realDrivers(): DriversPort {
  const listeners = new Set<(event: DriverEvent) => void>()
  const carryOut = createDrivers(
    {
      list: () => Promise.resolve([]),
      open: (address, listener) =>
        address.kind === 'serial'
          ? openSerialPort(address.path, address.baudRate, listener, address.parity)
          : Promise.reject(new Error('no HID here')),
    },
    (event) => {
      for (const listener of listeners) listener(event)
    },
  )
  return {
    send: (request) => void carryOut(request),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

async function serialScanner(setting: { readonly idleGapMs?: number } = {}) {
  const line = await serialLine()
  lines.push(line)
  const scans: { readonly text: string; readonly atMs: number }[] = []
  let bytesHeard = 0
  const port = realDrivers()
  port.onEvent((event) => {
    if (event.kind === 'bytes') bytesHeard += event.bytes.length
  })
  const devices = new ScanDevices({
    port,
    timers: systemTimers,
    monotonicMs: () => performance.now(),
    serialScanners: () => [serialScannerSetting.parse({ path: line.tillEnd, ...setting })],
    onScan: (scan) => scans.push({ text: scan.text, atMs: performance.now() }),
    onChange: () => undefined,
  })
  await vi.waitUntil(() => devices.devices().some(({ state }) => state.kind === 'ready'), {
    timeout: 5000,
    interval: 5,
  })
  const scanner = await open(line.deviceEnd, 'w')
  return { devices, scans, heard: () => bytesHeard, line, send: (bytes: Uint8Array) => scanner.write(bytes), close: () => scanner.close() }
}

describe('a serial scanner on a real line', () => {
  it.each<[SerialEnding]>([['cr'], ['crlf'], ['lf'], ['stx-etx'], ['none']])(
    'ending its codes by %s',
    async (ending) => {
      const { scans, send, devices, close } = await serialScanner()
      for (const code of [']C0MEM0001234', ']E06901234567892', '会员88']) {
        const before = scans.length
        await send(serialFrame(code, ending, 0).bytes)
        await vi.waitUntil(() => scans.length > before, { timeout: 5000, interval: 5 })
      }
      expect(scans.map((scan) => scan.text)).toEqual([']C0MEM0001234', ']E06901234567892', '会员88'])
      devices.close()
      await close()
    },
  )

  it('loses none of 1,200 codes (20 a second for a minute, here at once) beside as many from a keyboard scanner', async () => {
    const { scans, send, devices, close } = await serialScanner()
    const codes = Array.from({ length: 1200 }, (_, index) => `MEM${String(index).padStart(7, '0')}`)
    const transcript = new KeyTranscript()
    const typed: string[] = []
    for (const [index, code] of codes.entries()) {
      await send(serialFrame(code, 'cr', 0).bytes)
      for (const fact of wedgeKeys(code, { startMs: index * 50, gapsMs: [3] })) {
        for (const part of transcript.key(fact))
          typed.push(part.kind === 'scan' ? part.scan.text : `typed ${part.text}`)
      }
    }
    await vi.waitUntil(() => scans.length >= codes.length, { timeout: 20_000, interval: 10 })
    expect(scans.map((scan) => scan.text)).toEqual(codes)
    expect(typed).toEqual(codes)
    devices.close()
    await close()
  })

  it('pulled out in the middle of a code gives no half of it, and is read again once it is back', async () => {
    // Longer than the plug takes: the pause must not end the code first.
    const { scans, heard, send, devices, line, close } = await serialScanner({ idleGapMs: 1000 })
    await send(new TextEncoder().encode('MEM0001'))
    await vi.waitUntil(() => heard() === 7, { timeout: 5000, interval: 5 })
    await line.stop()
    const isReady = () => devices.devices().some(({ state }) => state.kind === 'ready')
    await vi.waitUntil(() => !isReady(), { timeout: 8000, interval: 10 })
    expect(scans).toEqual([])
    await close()
    await line.plugIn()
    devices.look()
    await vi.waitUntil(isReady, { timeout: 8000, interval: 10 })
    const again = await open(line.deviceEnd, 'w')
    await again.write('MEM0001234\r')
    await vi.waitUntil(() => scans.length > 0, { timeout: 5000, interval: 5 })
    expect(scans.map((scan) => scan.text)).toEqual(['MEM0001234'])
    devices.close()
    await again.close()
  })

  it('that is pulled out is trouble in words', async () => {
    const { devices, line, close } = await serialScanner()
    await line.stop()
    await vi.waitUntil(() => devices.devices().every(({ state }) => state.kind !== 'ready'), {
      timeout: 8000,
      interval: 20,
    })
    devices.close()
    await close()
  })
})
