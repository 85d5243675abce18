import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serialScannerSetting } from '../../src/contract/device-calls.ts'
import { createBurstDetector } from '../../src/scan/wedge.ts'
import type { DriverEvent, DriversPort } from '../../src/till/devices/driver-messages.ts'
import { createDrivers } from '../../src/till/devices/drivers.ts'
import { openSerialPort } from '../../src/till/devices/serial-device.ts'
import { wedgeKeys } from '../sim/devices/wedge-keys.ts'
import { serialWire } from '../sim/serial-wire.ts'
import { testClock } from '../support/test-clock.ts'
import { makeTill, type TestTill } from '../support/till.ts'
import { percentile } from './statistics.ts'
import { time, type Row } from './table.ts'

const SCANS_A_SECOND = 20
const LAST_BYTE_MS_MAX = 5
const READY_MS_MAX = 5_000
const STRAGGLERS_MS = 1_000

/** The real drivers over serialport, in this process. */
function serialDrivers(): DriversPort {
  const listeners = new Set<(event: DriverEvent) => void>()
  const carryOut = createDrivers(
    {
      list: () => Promise.resolve([]),
      open: (address, listener) => (address.kind === 'serial' ? openSerialPort(address.path, address.baudRate, listener) : Promise.reject(new Error('serial only'))),
    },
    (event) => listeners.forEach((listener) => listener(event)),
  )
  return {
    send: (request) => void carryOut(request),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const codeOf = (source: 'S' | 'W', index: number): string => `MEM${source}${String(index).padStart(6, '0')}`

/**
 * (i) A serial scanner on a real line and a keyboard scanner's keys through the page's detector, together, each 20 codes a
 * second, into the real engine: from the last byte or key to the report of what the code was, and how many were lost.
 */
export async function scansRows(seconds: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-scans-'))
  const wire = await serialWire(folder)
  const till = await makeTill({ clock: Object.assign(testClock(), { monotonicMs: () => performance.now() }), engine: { drivers: serialDrivers() } })
  try {
    await till.must('devices.serial.save', { scanners: [serialScannerSetting.parse({ path: wire.port })] })
    await untilReady(till)
    const count = SCANS_A_SECOND * seconds
    const { serialMs, wedgeMs } = await feed(till, (code) => wire.scan(code), count)
    return [rowOf('serial', serialMs, count), rowOf('keyboard', wedgeMs, count)]
  } finally {
    await till.dispose()
    await wire.unplug()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function untilReady(till: TestTill): Promise<void> {
  const end = performance.now() + READY_MS_MAX
  while (performance.now() < end) {
    const { scanners } = await till.must('devices.scanners', {})
    if (scanners.some(({ state }) => state.kind === 'ready')) return
    await sleep(10)
  }
  throw new Error('the serial line could not be opened')
}

async function feed(till: TestTill, sendSerial: (code: string) => Promise<void>, count: number): Promise<{ serialMs: readonly number[]; wedgeMs: readonly number[] }> {
  const sentAtMs = new Map<string, number>()
  const serialMs: number[] = []
  const wedgeMs: number[] = []
  const off = till.engine.on('scan.read', ({ text }) => {
    const atMs = sentAtMs.get(text ?? '')
    if (atMs !== undefined && sentAtMs.delete(text ?? '')) serialMs.push(performance.now() - atMs)
  })
  const detector = createBurstDetector()
  const startMs = performance.now()
  for (let index = 0; index < count; index += 1) {
    const dueMs = startMs + (index * 1000) / SCANS_A_SECOND
    await sleep(Math.max(0, dueMs - performance.now()))
    const serial = codeOf('S', index)
    sentAtMs.set(serial, performance.now())
    const sending = sendSerial(serial)
    // The keys carry the times at which they were pressed, the last of them now.
    for (const fact of wedgeKeys(codeOf('W', index), { startMs: index * 50, gapsMs: [3] })) {
      const { scan } = detector.key(fact)
      if (scan === null) continue
      const lastKeyMs = performance.now()
      const report = await till.must('scan.submit', { source: 'wedge', text: scan.text })
      if (report.text === codeOf('W', index)) wedgeMs.push(performance.now() - lastKeyMs)
    }
    await sending
  }
  await sleep(STRAGGLERS_MS)
  off()
  return { serialMs, wedgeMs }
}

function rowOf(source: 'serial' | 'keyboard', times: readonly number[], count: number): Row {
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)]
  return {
    part: 'i',
    what: `last ${source === 'serial' ? 'byte on the line' : 'key'} of a code → what it was, engine; ${String(SCANS_A_SECOND)} a second on serial and keyboard together`,
    measured: `p50 ${time(p50)}, p99 ${time(p99)}; ${String(count - times.length)} of ${String(count)} lost`,
    target: 'p99 ≤ 5 ms, 0 lost',
    met: times.length === count && p99 <= LAST_BYTE_MS_MAX,
  }
}
