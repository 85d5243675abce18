import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SCAN_RULES } from '../../src/scan/rules.ts'
import { GRYPHON_KEYBOARD_DESCRIPTOR, HID_LAYOUTS, hexOf, scannerReports } from '../sim/devices/hid-reports.ts'
import { serialFrame } from '../sim/devices/serial-frames.ts'
import { magtekReport } from '../sim/devices/stripes.ts'
import { typistKeys, wedgeKeys } from '../sim/devices/wedge-keys.ts'

const TILLPOINT = join(import.meta.dirname, '../../bin/tillpoint')
const EAN = '6901234567892'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillpoint-decode-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

type Outcome = { readonly exitCode: number; readonly lines: readonly unknown[]; readonly errors: string }

/** Runs the real command, in the folder of its files. */
function tillpoint(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(TILLPOINT, args, { cwd: folder }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '')
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ exitCode, lines: lines.map((line) => JSON.parse(line) as unknown), errors: stderr })
    })
  })
}
function put(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}
async function decode(content: unknown, ...more: readonly string[]): Promise<Outcome> {
  return tillpoint('decode', put('capture.json', content), ...more)
}
const PRODUCT = { text: EAN, symbology: 'ean-13', aim: ']E0', kind: 'product' }

describe('tillpoint decode', () => {
  it('HID reports with a descriptor and without', async () => {
    const layout = HID_LAYOUTS.A
    const reports = [
      ...scannerReports(layout, { aim: ']E0', text: EAN, codeId: 'd' }),
      ...scannerReports(layout, { aim: ']C0', text: 'MEM0001234' }),
    ].map(hexOf)
    for (const descriptor of [hexOf(layout.descriptor), null]) {
      const outcome = await decode({
        hid: { vendorId: 0x0c2e, productId: 0x0b81, descriptor, reports, atMs: [0, 800] },
      })
      expect(outcome).toEqual({
        exitCode: 0,
        lines: [PRODUCT, { text: 'MEM0001234', symbology: 'code-128', aim: ']C0', kind: 'member' }],
        errors: '',
      })
    }
  })

  it('a scanner in keyboard mode', async () => {
    const reports = Array.from('88004').map(
      (digit) => `00 00 ${(digit === '0' ? 0x27 : 0x1d + Number(digit)).toString(16)} 00 00 00 00 00`,
    )
    const capture = {
      vendorId: 0x05f9,
      productId: 0x2206,
      descriptor: hexOf(GRYPHON_KEYBOARD_DESCRIPTOR),
      reports: [...reports, '00 00 28 00 00 00 00 00'],
    }
    expect((await decode({ hid: capture })).lines).toEqual([
      { text: '88004', symbology: null, aim: null, kind: 'unknown' },
    ])
  })

  it('keys: what was scanned and what was typed, in order', async () => {
    const keys = [
      ...typistKeys('hello', { gapsMs: [120, 90], enter: true }),
      ...wedgeKeys(EAN, { startMs: 2000 }),
      ...typistKeys('138', { startMs: 3000, gapsMs: [100] }),
      ...wedgeKeys('134567890123456789', { startMs: 4000 }),
    ]
    expect(await decode({ keys })).toEqual({
      exitCode: 0,
      lines: [
        { typed: 'hello' },
        { text: EAN, symbology: null, aim: null, kind: 'product' },
        { typed: '138' },
        { symbology: null, aim: null, kind: 'payment-code' },
      ],
      errors: '',
    })
  })

  it('serial bytes', async () => {
    const frames = [
      serialFrame(']E06901234567892', 'stx-etx', 0),
      serialFrame('8800123456781231', 'none', 60),
      serialFrame('STab12', 'crlf', 50),
    ]
    const bytes = frames.map((frame) => hexOf(frame.bytes)).join(' ')
    expect((await decode({ serial: { bytes, gapsMs: frames.flatMap((frame) => frame.gapsMs) } })).lines).toEqual([
      PRODUCT,
      { text: '8800123456781231', symbology: null, aim: null, kind: 'member' },
      { text: 'STab12', symbology: null, aim: null, kind: 'staff' },
    ])
  })

  it('stripes; of a bank card nothing is printed but what it is', async () => {
    const bank = await decode({ magstripe: { tracks: '%B4111111111111111^DOE/JANE^2912?;4111111111111111=2912?' } })
    expect(bank).toEqual({
      exitCode: 0,
      lines: [{ symbology: 'magstripe', aim: null, kind: 'payment-card' }],
      errors: '',
    })
    const member = { text: '8800123456781231', symbology: 'magstripe', aim: null, kind: 'member' }
    expect(
      (await decode({ magtek: hexOf(magtekReport(['', ';8800123456781231=2912?', ''], [true, false, false])) })).lines,
    ).toEqual([member])
  })

  it('takes the shop’s rules', async () => {
    const [card, ...rules] = DEFAULT_SCAN_RULES.rules
    const own = {
      kind: 'coupon',
      form: {
        form: 'characters',
        startsWith: ['690'],
        then: 'digits',
        lengthMin: 13,
        lengthMax: 13,
        check: 'gs1-mod-10',
      },
    }
    const file = put('rules.json', { ...DEFAULT_SCAN_RULES, rules: [card, own, ...rules] })
    const capture = { serial: { bytes: hexOf(serialFrame(EAN, 'cr', 0).bytes) } }
    expect((await decode(capture, '--rules', file)).lines).toEqual([
      { text: EAN, symbology: null, aim: null, kind: 'coupon' },
    ])
  })

  it('no scan prints nothing', async () => {
    expect(await decode({ hid: { vendorId: 1, productId: 2, descriptor: null, reports: [] } })).toEqual({
      exitCode: 0,
      lines: [],
      errors: '',
    })
    expect(await decode({ magstripe: { tracks: '%E?;E?' } })).toEqual({ exitCode: 0, lines: [], errors: '' })
  })

  it.each([
    ['not JSON', '{', 'is no JSON'],
    ['nothing in it', {}, 'exactly one of'],
    ['two in it', { keys: [], magstripe: { tracks: '' } }, 'exactly one of'],
    ['a word misspelt', { seriall: { bytes: '00' } }, 'seriall'],
    ['half a byte', { hid: { vendorId: 1, productId: 2, descriptor: null, reports: ['02 0D', '0'] } }, 'hid.reports[1]'],
    ['a time too few', { hid: { vendorId: 1, productId: 2, descriptor: null, reports: ['02'], atMs: [] } }, 'hid.atMs'],
    ['a key without a time', { keys: [{ type: 'down', key: 'a', code: 'KeyA' }] }, 'keys[0].atMs'],
    ['more pauses than bytes', { serial: { bytes: '41', gapsMs: [0, 1] } }, 'serial.gapsMs'],
    ['a swipe too long', { magtek: '00 '.repeat(338) }, 'magtek'],
  ])('%s: exit 2 with path and problem', async (_, content, problem) => {
    const { exitCode, lines, errors } = await decode(content)
    expect({ exitCode, lines }).toMatchObject({ exitCode: 2, lines: [{ error: 'schema', file: 'capture.json' }] })
    expect(JSON.stringify(lines)).toContain(problem)
    expect(errors).toContain('capture.json: ')
    expect(errors).toContain(problem)
  })

  it('a file that is not there, rules that let bank cards through, no file: exit 2', async () => {
    expect(await tillpoint('decode', 'none.json')).toMatchObject({ exitCode: 2, lines: [{ error: 'schema', file: 'none.json', path: '' }] })
    const rules = put('open.json', { ...DEFAULT_SCAN_RULES, rules: DEFAULT_SCAN_RULES.rules.slice(1) })
    const open = await decode({ keys: [] }, '--rules', rules)
    expect(open.exitCode).toBe(2)
    expect(open.errors).toContain('open.json: rules[0]')
    expect((await tillpoint('decode')).errors).toContain('usage: tillpoint decode')
    expect(await tillpoint('decode', 'a.json', '--nonsense')).toMatchObject({ exitCode: 2 })
  })
})
