import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { DeviceScan } from '../../src/scan/device-scan.ts'
import { classify } from '../../src/scan/dispatch.ts'
import { createHidReader, hidKind } from '../../src/scan/hid/hid-device.ts'
import { KeyboardReportReader } from '../../src/scan/hid/keyboard-report.ts'
import { KeyTranscript } from '../../src/scan/key-transcript.ts'
import { parseTracks } from '../../src/scan/magstripe.ts'
import { parseMagtek } from '../../src/scan/magtek.ts'
import { DEFAULT_SCAN_RULES } from '../../src/scan/rules.ts'
import { DEFAULT_SERIAL_SETTINGS, SerialFramer } from '../../src/scan/serial.ts'
import { createBurstDetector, type KeyFact } from '../../src/scan/wedge.ts'
import { HID_LAYOUTS, scannerReports } from '../sim/devices/hid-reports.ts'
import { magtekReport } from '../sim/devices/stripes.ts'
import { wedgeKeys } from '../sim/devices/wedge-keys.ts'

/** `npm run long` sets the number of runs to 1,000,000; the seed can be set to see a failure again. */
const numRuns = Number(process.env['TILLPOINT_FUZZ_RUNS'] ?? 10_000)
const seed = Number(process.env['TILLPOINT_FUZZ_SEED'] ?? 20_261_123)
const LONG_MS = 60_000 + numRuns
process.stdout.write(`fuzz: seed ${String(seed)}, ${String(numRuns)} runs a decoder (TILLPOINT_FUZZ_SEED, TILLPOINT_FUZZ_RUNS)\n`)

/** How often random input came out as a code with a meaning; the stated rate is 1 in 1,000. */
const NOISE_RATE_MAX = 1 / 1000
const meaningful = { noise: 0, runs: 0 }

function count(scans: readonly DeviceScan[]): void {
  meaningful.runs += 1
  if (scans.some((scan) => (classify(scan, DEFAULT_SCAN_RULES)?.kind ?? 'unknown') !== 'unknown')) meaningful.noise += 1
}
function check<T>(arbitrary: fc.Arbitrary<T>, run: (input: T) => void): void {
  fc.assert(
    fc.property(arbitrary, (input) => {
      run(input)
    }),
    { seed, numRuns },
  )
}
/** A good input with some bytes changed, cut or doubled. */
function mutated(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255))
  return fc.tuple(fc.array(change, { maxLength: 6 }), fc.nat(good.length)).map(([changes, length]) => {
    const bytes = Uint8Array.from(good)
    for (const [at, byte] of changes) bytes[at] = byte
    return bytes.subarray(0, length)
  })
}
const bytes = (maxLength: number) => fc.uint8Array({ maxLength })

describe('decoders', () => {
  it('HID: any descriptor, any reports', { timeout: LONG_MS }, () => {
    const descriptor = fc.oneof(...Object.values(HID_LAYOUTS).map((layout) => mutated(layout.descriptor)), bytes(120))
    const [report = new Uint8Array(64)] = scannerReports(HID_LAYOUTS.A, { aim: ']E0', text: '6901234567892' })
    const reports = fc.array(fc.oneof(mutated(report), bytes(64)), { maxLength: 5 })
    check(fc.tuple(fc.option(descriptor), reports, fc.nat(300)), ([described, sent, stepMs]) => {
      const identity = { vendorId: 0x0c2e, productId: 1, descriptor: described }
      hidKind(identity, sent[0] ?? null)
      const reader = createHidReader('scanner', identity)
      for (const [index, one] of sent.entries()) reader.report(one, index * stepMs)
      reader.flush()
    })
  })

  it('HID: random reports carry no code', { timeout: LONG_MS }, () => {
    check(fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { maxLength: 3 }), (sent) => {
      const reader = createHidReader('scanner', {
        vendorId: 0x0c2e,
        productId: 1,
        descriptor: HID_LAYOUTS.A.descriptor,
      })
      const scans = sent.flatMap((report, index) => reader.report(Uint8Array.of(2, ...report.subarray(1)), index * 200))
      count([...scans, ...reader.flush()])
    })
  })

  it('serial: random bytes carry no code', { timeout: LONG_MS }, () => {
    check(fc.tuple(bytes(200), fc.nat(60)), ([sent, stepMs]) => {
      const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
      const scans = [...sent].flatMap((byte, index) => framer.bytes(Uint8Array.of(byte), index * stepMs))
      count([...scans, ...framer.flush()])
    })
  })

  it('serial: damaged frames', { timeout: LONG_MS }, () => {
    check(mutated(new TextEncoder().encode('\x02]E06901234567892\x03]C0MEM0001234\r\n8800123456781231\r')), (sent) => {
      const framer = new SerialFramer(DEFAULT_SERIAL_SETTINGS)
      for (const scan of [...framer.bytes(sent, 0), ...framer.flush()]) classify(scan, DEFAULT_SCAN_RULES)
    })
  })

  it('stripes: random and damaged tracks', { timeout: LONG_MS }, () => {
    const good = new TextEncoder().encode('%B8800123456781231^ZHANG/SAN^2912000?;8800123456781231=2912000?')
    const text = fc.oneof(mutated(good), bytes(120)).map((sent) => String.fromCharCode(...sent))
    check(fc.oneof(text, fc.string({ maxLength: 200 })), (tracks) => {
      parseTracks(tracks)
      classify({ source: 'magstripe', text: tracks, aim: null, symbology: null, tracks: null }, DEFAULT_SCAN_RULES)
    })
  })

  it('MagTek: random and damaged reports', { timeout: LONG_MS }, () => {
    const good = magtekReport(['%B8800123456781231^ZHANG/SAN^2912000?', ';8800123456781231=2912000?', ''])
    check(fc.oneof(mutated(good), fc.uint8Array({ minLength: 337, maxLength: 337 })), (report) => {
      const tracks = parseMagtek(report)
      if (tracks !== null)
        classify({ source: 'magstripe', text: '', aim: null, symbology: 'magstripe', tracks }, DEFAULT_SCAN_RULES)
    })
  })

  it('rules: any text', { timeout: LONG_MS }, () => {
    const nearly = fc.constantFrom(
      'R1-2-0a1b2c3d',
      '6901234567892',
      'GC1234567897',
      '(01)06901234567892',
      ']C10106901234567892',
      'TP1.abc',
    )
    const damaged = nearly.chain((text) =>
      mutated(new TextEncoder().encode(text)).map((sent) => String.fromCharCode(...sent)),
    )
    check(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), damaged), (text) => {
      const code = classify({ source: 'typed', text, aim: null, symbology: null, tracks: null }, DEFAULT_SCAN_RULES)
      if (code?.kind === 'payment-code' || code?.kind === 'payment-card') expect(code.text).toBeNull()
    })
  })

  it('keyboard reports: any', { timeout: LONG_MS }, () => {
    check(fc.array(fc.tuple(bytes(9), fc.nat(80)), { maxLength: 20 }), (reports) => {
      const reader = new KeyboardReportReader()
      const transcript = new KeyTranscript()
      let atMs = 0
      for (const [report, stepMs] of reports) {
        atMs += stepMs
        for (const fact of reader.report(report, atMs)) transcript.key(fact)
      }
      transcript.end()
    })
  })

  afterAll(() => {
    process.stdout.write(`fuzz: ${String(meaningful.noise)} of ${String(meaningful.runs)} random inputs came out as a code with a meaning\n`)
    expect(meaningful.noise / meaningful.runs).toBeLessThanOrEqual(NOISE_RATE_MAX)
  })
})

describe('key events', () => {
  const KEYS = [
    ...Array.from('abz').map((key) => ({ key, code: `Key${key.toUpperCase()}` })),
    ...Array.from('0189').map((key) => ({ key, code: `Digit${key}` })),
    { key: '7', code: 'Numpad7' },
    { key: '%', code: 'Digit5' },
    { key: '?', code: 'Slash' },
    { key: 'Process', code: 'KeyM' },
    { key: '中', code: '' },
    ...['Enter', 'Tab', 'Backspace', 'Escape', 'Shift', 'Control', 'Alt', 'CapsLock', 'Dead', 'Unidentified', ''].map(
      (key) => ({ key, code: key }),
    ),
  ]
  const event = fc.record({
    key: fc.constantFrom(...KEYS),
    type: fc.constantFrom('down' as const, 'up' as const),
    flags: fc.record({ shift: fc.boolean(), ctrl: fc.boolean(), alt: fc.boolean() }),
    gapMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -5, max: 3000 })),
  })

  it('in any order are given back at most once, and never when they acted', { timeout: LONG_MS }, () => {
    check(fc.tuple(fc.array(event, { maxLength: 40 }), fc.boolean()), ([events, editable]) => {
      const detector = createBurstDetector()
      const spent = new Set<KeyFact>()
      let atMs = 0
      for (const { key, type, flags, gapMs } of events) {
        atMs += gapMs
        const fact: KeyFact = { ...key, type, ...flags, atMs, editable }
        const verdict = detector.key(fact)
        if (verdict.act === 'pass' && type === 'down') spent.add(fact)
        for (const held of verdict.replay) {
          expect(spent.has(held)).toBe(false)
          spent.add(held)
        }
      }
      expect(detector.flush().wakeAtMs).toBeNull()
    })
  })

  it('of plain typing with random rhythm lose no character and double none', { timeout: LONG_MS }, () => {
    const typing = fc.array(fc.tuple(fc.constantFrom(...Array.from('abcdefgh 0123456789')), fc.integer({ min: 0, max: 200 })), {
      maxLength: 30,
    })
    check(fc.tuple(typing, fc.boolean()), ([keys, editable]) => {
      const detector = createBurstDetector()
      let atMs = 0
      let field = ''
      let scanned = 0
      const take = (verdict: ReturnType<typeof detector.key>): void => {
        for (const held of verdict.replay) field += held.key
        if (verdict.scan !== null) scanned += verdict.scan.text.length
      }
      for (const [key, gapMs] of keys) {
        atMs += gapMs
        const code = key === ' ' ? 'Space' : /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`
        const verdict = detector.key({ type: 'down', key, code, shift: false, ctrl: false, alt: false, atMs, editable })
        take(verdict)
        if (verdict.restore !== null) return // a burst: what is left to the field is tested with the scanner below
        if (verdict.act === 'pass') field += key
        detector.key({ type: 'up', key, code, shift: false, ctrl: false, alt: false, atMs, editable })
      }
      take(detector.flush())
      if (scanned === 0) expect(field).toBe(keys.map(([key]) => key).join(''))
    })
  })

  it('of a scanner with random jitter up to 6 ms are always one scan', { timeout: LONG_MS }, () => {
    const code = fc.stringMatching(/^[0-9A-Z]{8,24}$/).filter((text) => new Set(text).size > 2)
    check(
      fc.tuple(code, fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 })),
      ([text, gapsMs]) => {
        const transcript = new KeyTranscript()
        const parts = [...wedgeKeys(text, { gapsMs }).flatMap((fact) => transcript.key(fact)), ...transcript.end()]
        expect(parts).toMatchObject([{ kind: 'scan', scan: { text } }])
      },
    )
  })
})
