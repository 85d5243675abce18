import { open } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SerialFindState } from '../../../src/contract/device-calls.ts'
import type { DeviceAddress, DriverEvent, DriverRequest, DriversPort } from '../../../src/till/devices/driver-messages.ts'
import { createDrivers } from '../../../src/till/devices/drivers.ts'
import { openSerialPort } from '../../../src/till/devices/serial-device.ts'
import { LISTEN_MS, SerialFinder } from '../../../src/till/devices/serial-finder.ts'
import { SETUP_CODE, setupSheet } from '../../../src/till/devices/setup-sheet.ts'
import { systemTimers } from '../../../src/till/sync/timers.ts'
import { serialLine, type SerialLine } from '../../support/socat.ts'
import { TimeModel } from './drivers-model.ts'

type Scanner = { readonly path: string; readonly baudRate: number; readonly parity: 'none' | 'even' | 'odd'; readonly dataBits: 7 | 8; readonly frame: string }
type Serial = Extract<DeviceAddress, { kind: 'serial' }>

/** Ports with or without a scanner: a line that is set as the scanner is carries its bytes, every other one noise. */
class Ports implements DriversPort {
  readonly open = new Map<string, Serial>()
  refused: string | null = null
  readonly #scanner: Scanner | null
  readonly #listeners = new Set<(event: DriverEvent) => void>()
  constructor(scanner: Scanner | null) {
    this.#scanner = scanner
  }
  send(request: DriverRequest): void {
    if (request.kind === 'close') this.open.delete(request.deviceId)
    if (request.kind !== 'open' || request.address.kind !== 'serial') return
    if (this.refused !== null) this.#tell({ kind: 'failed', deviceId: request.deviceId, problem: this.refused })
    else this.open.set(request.deviceId, request.address)
  }
  onEvent(listener: (event: DriverEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  /** A person scans the sheet. */
  scan(): void {
    const scanner = this.#scanner
    if (scanner === null) return
    for (const [deviceId, address] of this.open) {
      if (address.path === scanner.path) this.#tell({ kind: 'bytes', deviceId, bytes: received(scanner, address) })
    }
  }
  #tell(event: DriverEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

function received(scanner: Scanner, line: Serial): Uint8Array {
  const sent = new TextEncoder().encode(scanner.frame)
  const withParity = sent.map((byte) => {
    const isOdd = [...byte.toString(2)].filter((bit) => bit === '1').length % 2 === 1
    return scanner.dataBits === 7 && scanner.parity !== 'none' && (scanner.parity === 'even') === isOdd ? byte | 0x80 : byte
  })
  if (line.baudRate !== scanner.baudRate) return sent.map((byte, index) => (byte * 37 + index * 91) & 0xff).subarray(0, 5)
  if (line.dataBits === scanner.dataBits && line.parity === scanner.parity) return sent
  // 8 bits without parity read a 7-bit line whole, its parity bit on top.
  return line.dataBits === 8 && line.parity === 'none' && scanner.dataBits === 7 ? withParity : Uint8Array.of(0)
}

function search(ports: Ports, paths: readonly string[]) {
  const time = new TimeModel()
  const states: SerialFindState[] = []
  const finder = new SerialFinder({ port: ports, timers: time, monotonicMs: () => time.nowMs, onChange: (state) => states.push(state) })
  finder.start(paths)
  /** Somebody scans the sheet every second until the search is over. */
  const scanOn = (): SerialFindState => {
    for (let second = 0; second < 120 && finder.state.kind === 'looking'; second += 1) {
      ports.scan()
      time.pass(1000)
    }
    return finder.state
  }
  return { finder, time, states, scanOn }
}

const USUAL = { path: '/dev/ttyUSB1', baudRate: 9600, parity: 'none', dataBits: 8, frame: `${SETUP_CODE}\r\n` } as const

describe('finding a serial scanner by its sheet', () => {
  it.each<[string, Partial<Scanner>, object]>([
    ['as sold', {}, { ending: 'any' }],
    ['fast', { baudRate: 115200 }, {}],
    ['slow', { baudRate: 2400 }, {}],
    ['seven bits, even parity', { dataBits: 7, parity: 'even' }, {}],
    ['seven bits, odd parity', { dataBits: 7, parity: 'odd' }, {}],
    ['eight bits, even parity', { dataBits: 8, parity: 'even' }, {}],
    ['ending by Tab', { frame: `${SETUP_CODE}\t` }, { ending: 'tab' }],
    ['without a suffix', { frame: SETUP_CODE }, { ending: 'any' }],
  ])('%s: port, speed, parity and ending', (_, changes, more) => {
    const scanner = { ...USUAL, ...changes }
    const ports = new Ports(scanner)
    const { scanOn } = search(ports, ['/dev/ttyUSB0', '/dev/ttyUSB1'])
    const { path, baudRate, parity, dataBits } = scanner
    expect(scanOn()).toMatchObject({ kind: 'found', setting: { path, baudRate, parity, dataBits, ...more }, sendsAim: false })
    expect(ports.open.size).toBe(0)
  })

  it('hears whether it sends AIM identifiers', () => {
    const { scanOn } = search(new Ports({ ...USUAL, frame: `]C0${SETUP_CODE}\r` }), [USUAL.path])
    expect(scanOn()).toMatchObject({ kind: 'found', sendsAim: true })
  })

  it('leaves a setting at once at which only noise comes', () => {
    const ports = new Ports({ ...USUAL, baudRate: 38400 })
    const { time, finder } = search(ports, [USUAL.path])
    ports.scan()
    time.pass(200)
    expect(finder.state).toMatchObject({ kind: 'looking', tried: 2, heard: [USUAL.path] })
  })

  it('says in vain when nothing is there, and which ports could not be opened', () => {
    const silent = search(new Ports(null), ['/dev/ttyS0'])
    expect(silent.scanOn()).toEqual({ kind: 'not-found', heard: [], refused: [] })
    const ports = new Ports(null)
    ports.refused = 'Error: Permission denied, cannot open /dev/ttyS0'
    const refused = search(ports, ['/dev/ttyS0'])
    expect(refused.finder.state).toEqual({ kind: 'not-found', heard: [], refused: [{ path: '/dev/ttyS0', why: 'no-permission' }] })
  })

  it('can be stopped, and closes every port', () => {
    const ports = new Ports(USUAL)
    const { finder, time } = search(ports, ['/dev/ttyS0', '/dev/ttyS1'])
    time.pass(LISTEN_MS / 2)
    expect(ports.open.size).toBe(2)
    expect(finder.stop()).toEqual({ kind: 'idle' })
    expect(ports.open.size).toBe(0)
    ports.scan()
    time.pass(60_000)
    expect(finder.state).toEqual({ kind: 'idle' })
  })
})

describe('on a real line', () => {
  const lines: SerialLine[] = []
  afterEach(async () => {
    await Promise.all(lines.splice(0).map((line) => line.stop()))
  })

  it('hears the sheet’s code through serialport', async () => {
    const line = await serialLine()
    lines.push(line)
    const listeners = new Set<(event: DriverEvent) => void>()
    const carryOut = createDrivers(
      {
        list: () => Promise.resolve([]),
        open: (address, listener) => (address.kind === 'serial' ? openSerialPort(address.path, address.baudRate, listener, address.parity, address.dataBits) : Promise.reject(new Error('no HID here'))),
      },
      (event) => {
        for (const listener of listeners) listener(event)
      },
    )
    const opened = vi.fn()
    listeners.add((event) => {
      if (event.kind === 'opened') opened()
    })
    const port: DriversPort = {
      send: (request) => void carryOut(request),
      onEvent: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    }
    const finder = new SerialFinder({ port, timers: systemTimers, monotonicMs: () => performance.now(), onChange: () => undefined })
    finder.start([line.tillEnd])
    await vi.waitUntil(() => opened.mock.calls.length > 0, { timeout: 5000, interval: 5 })
    const scanner = await open(line.deviceEnd, 'w')
    await scanner.write(`]C0${SETUP_CODE}\r`)
    await vi.waitUntil(() => finder.state.kind === 'found', { timeout: 5000, interval: 10 })
    expect(finder.state).toMatchObject({ setting: { path: line.tillEnd, baudRate: 9600 }, sendsAim: true })
    await scanner.close()
  })
})

it('the sheet has its codes as pictures, each another', async () => {
  const { codes } = await setupSheet()
  expect(codes.map(({ id, text }) => [id, text])).toContainEqual(['find', SETUP_CODE])
  expect(new Set(codes.map(({ svg }) => svg)).size).toBe(codes.length)
  for (const { svg } of codes) expect(svg).toMatch(/^<svg .*<path/s)
})
