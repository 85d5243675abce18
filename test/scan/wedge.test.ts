import { describe, expect, it } from 'vitest'
import { createBurstDetector, type KeyFact } from '../../src/scan/wedge.ts'
import { altKeys, typistKeys, wedgeKeys, type WedgeSuffix } from '../sim/devices/wedge-keys.ts'
import { PageModel } from './page-model.ts'

const EAN = '6901234567892'
const MEMBER = '8800123456781231'
const RECEIPT = 'R3-147-9f2c01ab'

/** The same keys with one pause more, behind the first `downs` presses (Shift is one). */
function pausedAfter(facts: readonly KeyFact[], downs: number, pauseMs: number): readonly KeyFact[] {
  let seen = 0
  return facts.map((fact) => {
    if (fact.type === 'down') seen += 1
    return seen > downs ? { ...fact, atMs: fact.atMs + pauseMs } : fact
  })
}

describe.each([
  ['a text field', true],
  ['no text field', false],
])('with the focus in %s', (_, editable) => {
  const page = (): PageModel => new PageModel(editable)

  describe('a scanner', () => {
    it.each([[[0]], [[1]], [[3]], [[6]], [[0, 6, 2, 4]], [[20]], [[28, 24]], [[30]]])(
      'at gaps of %j ms leaks nothing',
      (gapsMs) => {
        const model = page().play(wedgeKeys(EAN, { gapsMs })).rest()
        expect(model).toMatchObject({ texts: [EAN], field: '', typed: '', enters: 0 })
      },
    )

    it.each<[WedgeSuffix]>([['enter'], ['tab'], ['ctrl-j'], ['ctrl-shift-j'], ['enter-then-ctrl-shift-j'], ['none']])(
      'ends its code by %s',
      (suffix) => {
        const model = page().play(wedgeKeys('MEM0001234', { suffix })).rest()
        expect(model).toMatchObject({ texts: ['MEM0001234'], field: '', enters: 0, tabs: 0 })
      },
    )

    it('may let its keys go late, doubled digits among them', () => {
      const facts = wedgeKeys(MEMBER, { gapsMs: [5] }).map((fact) => (fact.type === 'up' ? { ...fact, atMs: fact.atMs + 9 } : fact))
      const model = page().play(facts.toSorted((a, b) => a.atMs - b.atMs)).rest()
      expect(model).toMatchObject({ texts: [MEMBER], field: '', enters: 0 })
    })

    it('gives its code with the suffix, not after a pause', () => {
      expect(page().play(wedgeKeys(EAN)).texts).toEqual([EAN])
    })

    it('frames its code by STX and ETX, with or without Enter', () => {
      for (const suffix of ['none', 'enter'] as const) {
        const model = page()
          .play(wedgeKeys(EAN, { stxEtx: true, suffix }))
          .rest()
        expect(model).toMatchObject({ texts: [EAN], field: '', enters: 0 })
      }
    })

    it('frames even one character', () => {
      expect(page().play(wedgeKeys('7', { stxEtx: true, suffix: 'none' })).texts).toEqual(['7'])
    })

    it('is read under caps lock as it presses shift', () => {
      expect(page().play(wedgeKeys('MEM00abCD', { capsLock: true })).texts).toEqual(['MEM00abCD'])
    })

    it('may make its capitals by caps lock: the letters of the layout are the code', () => {
      const facts = wedgeKeys('MEM0001234').filter(({ key }) => key !== 'Shift').map((fact) => ({ ...fact, shift: false }))
      expect(page().play(facts).texts).toEqual(['MEM0001234'])
    })

    it('is read while an input method has the keys, and the field is put back', () => {
      const model = page()
        .play(wedgeKeys('MEM0001234', { inputMethod: true }))
        .rest()
      expect(model.texts).toEqual(['MEM0001234'])
      if (editable) expect(model.field).toBe('')
    })

    it('is read while an input method takes its letters and leaves its digits', () => {
      const facts = wedgeKeys('69MEM0001234').map((fact) => (/^Key/.test(fact.code) ? { ...fact, key: 'Process' } : fact))
      const model = page().play(facts).rest()
      expect(model.texts).toEqual(['69MEM0001234'])
      if (editable) expect(model.field).toBe('')
    })

    it('has its Enter swallowed though it comes after the pause that ended the code', () => {
      const enter = wedgeKeys('', { startMs: 4 * 12 + 80 })
      const model = page().play(wedgeKeys(EAN, { suffix: 'none' })).rest().play(enter).rest()
      expect(model).toMatchObject({ texts: [EAN], enters: 0 })
    })

    it('is read on a US layout though the system has a French one', () => {
      const azerty: Readonly<Record<string, string>> = {
        '6': '-',
        '9': 'ç',
        '0': 'à',
        '1': '&',
        '2': 'é',
        '3': '"',
        '4': "'",
        '5': '(',
        '7': 'è',
        '8': '_',
      }
      const facts = wedgeKeys(EAN).map((fact) => ({ ...fact, key: azerty[fact.key] ?? fact.key }))
      expect(page().play(facts).texts).toEqual([EAN])
    })

    it('is read by the system layout where the scanner is set to it', () => {
      const facts = wedgeKeys(EAN).map((fact) => ({ ...fact, shift: /^Digit/.test(fact.code) })) // digits with shift: French
      expect(page().play(facts).texts).toEqual([EAN])
    })

    it('may send Chinese characters as themselves', () => {
      expect(page().play(wedgeKeys('会员MEM0001234卡')).texts).toEqual(['会员MEM0001234卡'])
    })

    it('may send Chinese characters by Alt and their GB or Unicode number', () => {
      const letters = Array.from('MEM12345').map((letter) => letter.charCodeAt(0))
      expect(page().play(altKeys([54992, ...letters])).texts).toEqual(['中MEM12345'])
      expect(page().play(altKeys([20013, ...letters])).texts).toEqual(['中MEM12345'])
      expect(page().play(altKeys([0xd6, 0xd0, ...letters])).texts).toEqual(['中MEM12345'])
    })

    it('may send even its line end by Alt, Chinese characters beyond GB 2312, and at 20 ms a key', () => {
      const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))
      const [first, second] = ['MEM12345\r', 'ST12345\r'].map((text) => altKeys(letters(text)).slice(0, -2)) // without Enter
      const later = second?.map((fact) => ({ ...fact, atMs: fact.atMs + 200 })) ?? []
      expect(page().play([...(first ?? []), ...later]).texts).toEqual(['MEM12345', 'ST12345'])
      expect(page().play(altKeys([0xe946, ...letters('MEM12345')], { gapsMs: [20] })).texts).toEqual(['镕MEM12345'])
    })

    it('may have its Alt come up unseen', () => {
      const downs = altKeys(Array.from('MEM12345', (letter) => letter.charCodeAt(0))).filter(({ type }) => type === 'down')
      expect(page().play(downs).texts).toEqual(['MEM12345'])
    })

    it('may separate fields by Ctrl+] (GS)', () => {
      const [first, second] = [wedgeKeys('0106901234567892', { suffix: 'none' }), wedgeKeys('10A1', { startMs: 68 })]
      const gs = { key: ']', code: 'BracketRight', shift: false, ctrl: true, alt: false, atMs: 64 }
      const model = page().play([...first, { ...gs, type: 'down' }, { ...gs, type: 'up' }, ...second])
      expect(model.texts).toEqual(['0106901234567892\x1d10A1'])
    })

    it('gives two bursts in a row as two scans', () => {
      const model = page()
        .play([...wedgeKeys(EAN), ...wedgeKeys(MEMBER, { startMs: 57 })])
        .rest()
      expect(model).toMatchObject({ texts: [EAN, MEMBER], field: '', enters: 0 })
    })

    it('gives two bursts without suffix as two scans', () => {
      const model = page()
        .play([...wedgeKeys(EAN, { suffix: 'none' }), ...wedgeKeys(MEMBER, { startMs: 300, suffix: 'none' })])
        .rest()
      expect(model.texts).toEqual([EAN, MEMBER])
    })

    it('that is slow is known by its digits, which nobody types so fast', () => {
      expect(
        page()
          .play(wedgeKeys(EAN, { gapsMs: [45] }))
          .rest(),
      ).toMatchObject({ texts: [EAN], field: '', enters: 0 })
    })

    it('that is slower still wants calibration', () => {
      const slow = wedgeKeys(EAN, { gapsMs: [80] })
      expect(page().play(slow).rest().texts).toEqual([])
      expect(new PageModel(editable, { gapMsMax: 120 }).play(slow).rest().texts).toEqual([EAN])
    })

    it('has a prefix of its own taken off', () => {
      expect(new PageModel(editable, { prefixes: ['~#'] }).play(wedgeKeys(`~#${EAN}`)).texts).toEqual([EAN])
    })

    it('reads all tracks of a card as one swipe, Enter after each', () => {
      const [track1, track2] = ['%B8800123456781231^ZHANG/SAN^2912000?', ';8800123456781231=2912000?']
      const model = page()
        .play([...wedgeKeys(track1), ...wedgeKeys(track2, { startMs: 152 })])
        .rest()
      expect(model).toMatchObject({ texts: [`${track1}\n${track2}`], field: '', enters: 0 })
    })

    it('is believed when the key that was down as the window lost the focus never came up', () => {
      const model = page()
      model.play([{ type: 'down', key: '6', code: 'Digit6', shift: false, ctrl: false, alt: false, atMs: 0 }]).rest()
      model.play([...typistKeys('x', { startMs: 2000, gapsMs: [100] }), ...wedgeKeys(EAN, { startMs: 5000 })])
      expect(model.texts).toEqual([EAN])
    })
  })

  describe('a scanner that begins slowly', () => {
    it.each([35, 45, 60, 90])('may wait %d ms after its first key', (pauseMs) => {
      for (const code of [EAN, MEMBER, 'MEM0001234', 'xyz-17 of no known form']) {
        const model = page().play(pausedAfter(wedgeKeys(code), code.startsWith('M') ? 2 : 1, pauseMs)).rest()
        expect(model).toMatchObject({ texts: [code], field: '', typed: '', enters: 0 })
      }
    })

    it.each([35, 60, 90])('may wait %d ms between Shift and its letter, and after it', (pauseMs) => {
      for (const downs of [1, 2]) {
        const model = page().play(pausedAfter(wedgeKeys(RECEIPT), downs, pauseMs)).rest()
        expect(model).toMatchObject({ texts: [RECEIPT], field: '', typed: '', enters: 0 })
      }
    })

    it('may wait after every Shift', () => {
      const model = page()
        .play(wedgeKeys('ABCDEFGH', { gapsMs: [40] })) // between Shift and letter: Shift itself comes at once
        .rest()
      expect(model.texts).toEqual(['ABCDEFGH'])
    })

    it('may hesitate after its second and third key, and anywhere once its last key is known', () => {
      for (const downs of [2, 3]) {
        expect(page().play(pausedAfter(wedgeKeys(EAN), downs, 40)).rest()).toMatchObject({ texts: [EAN], field: '', typed: '' })
      }
      const second = pausedAfter(wedgeKeys(MEMBER, { startMs: 1000 }), 10, 80)
      const model = page().play([...wedgeKeys(EAN), ...second]).rest()
      expect(model).toMatchObject({ texts: [EAN, MEMBER], field: '', enters: 0 })
    })

    it('may begin slowly with an input method on', () => {
      const model = page().play(pausedAfter(wedgeKeys(RECEIPT, { inputMethod: true }), 2, 60)).rest()
      expect(model.texts).toEqual([RECEIPT])
      if (editable) expect(model.field).toBe('')
    })
  })

  describe('a person', () => {
    it.each([
      ['slow', [180, 140, 200], 90],
      ['fluent', [60, 95, 120], 70],
      ['in rolls', [35, 120, 35, 35, 160], 75],
      ['in long rolls', [35], 60],
    ])('typing %s loses nothing and waits for nothing', (_how, gapsMs, dwellMs) => {
      const text = 'the quick brown fox 13812345678 Chen'
      const model = page()
        .play(typistKeys(text, { gapsMs, dwellMs, enter: true }))
        .rest()
      expect(model).toMatchObject({ texts: [], field: text, typed: text, enters: 1 })
    })

    it('rolling over the keys faster than a slow scanner is known by the keys that overlap', () => {
      const model = page().play(typistKeys('thousand', { gapsMs: [26, 30], dwellMs: 70, enter: true })).rest()
      expect(model).toMatchObject({ texts: [], field: 'thousand', enters: 1 })
    })

    it('rolling from a digit into the input method keeps the order', () => {
      const facts = typistKeys('a12m', { gapsMs: [300, 25, 25] }).map((fact) => (fact.key === 'm' ? { ...fact, key: 'Process' } : fact))
      const model = page().play(facts).rest()
      expect(model).toMatchObject({ texts: [], field: 'a12·', typed: 'a12m' })
    })

    it('waits for at most the gap after a key, and in a text field not for single keys', () => {
      const model = page()
        .play(typistKeys('hello world', { gapsMs: [60, 120, 90] }))
        .rest()
      // Outside a field a first key waits for the longest first gap, and the one after it for a gap.
      expect(model.delayMsMax).toBeLessThanOrEqual(editable ? 0 : 151)
    })

    it('holding a key down types it again and again', () => {
      const down = (atMs: number) =>
        ({ type: 'down', key: '0', code: 'Digit0', shift: false, ctrl: false, alt: false, atMs }) as const
      const repeats = Array.from({ length: 20 }, (_, index) => down(500 + 30 * index))
      const model = page()
        .play([...typistKeys('a', { gapsMs: [1] }), down(200), ...repeats])
        .rest()
      expect(model).toMatchObject({ texts: [], field: `a${'0'.repeat(21)}` })
    })

    it('is left her shortcuts, Enter, Tab and Backspace', () => {
      const press = (key: string, code: string, ctrl: boolean, atMs: number) =>
        ({ type: 'down', key, code, shift: false, ctrl, alt: false, atMs }) as const
      const model = page().play([
        ...typistKeys('ab', { gapsMs: [100] }),
        press('Backspace', 'Backspace', false, 300),
        press('c', 'KeyC', true, 500),
        press('Tab', 'Tab', false, 700),
        press('Enter', 'Enter', false, 900),
      ])
      expect(model).toMatchObject({ field: 'a', tabs: 1, enters: 1, texts: [] })
    })

    it('keeps what she typed just before a scan, and just after', () => {
      const model = page()
      model.play(typistKeys('12', { gapsMs: [90], dwellMs: 20 })).play(wedgeKeys(EAN, { startMs: 135 }))
      model.play(typistKeys('34', { startMs: 260, gapsMs: [100] })).rest()
      expect(model).toMatchObject({ texts: [EAN], field: '1234', typed: '1234' })
    })

    it.each([35, 45, 70])('keeps the key that she pressed %d ms before a scan: the code is a code without it', (pauseMs) => {
      for (const code of [EAN, RECEIPT]) {
        const model = page().play(typistKeys('7', { gapsMs: [], dwellMs: 20 })).play(wedgeKeys(code, { startMs: pauseMs })).rest()
        expect(model).toMatchObject({ texts: [code], field: '7', typed: '7', enters: 0 })
      }
    })

    it('keeps the key that she held as hands do before a scan of no known form', () => {
      const keys = [...typistKeys('7', { gapsMs: [], dwellMs: 44 }), ...wedgeKeys('xyz-17-of-ours', { startMs: 45 })]
      expect(page().play(keys.toSorted((a, b) => a.atMs - b.atMs)).rest()).toMatchObject({ texts: ['xyz-17-of-ours'], field: '7', typed: '7' })
    })

    it('has the letter of her input method given back, not lost, before a scan', () => {
      const key = { ...typistKeys('m', { gapsMs: [], dwellMs: 20 })[0], key: 'Process' } as KeyFact
      const model = page().play([key, { ...key, type: 'up', atMs: 20 }, ...wedgeKeys(EAN, { startMs: 60 })]).rest()
      expect(model).toMatchObject({ texts: [EAN], typed: 'm' })
      if (editable) expect(model.field).toBe('m')
    })

    it('may type Alt numbers slowly', () => {
      const model = page()
        .play(altKeys([20013], { gapsMs: [150] }))
        .rest()
      expect(model).toMatchObject({ texts: [], typed: '中', enters: 1 })
    })

    it('cannot open the downloads by Ctrl+J, which scanners send', () => {
      const press = {
        type: 'down',
        key: 'j',
        code: 'KeyJ',
        shift: false,
        ctrl: true,
        alt: false,
        atMs: 0,
        editable,
      } as const
      expect(createBurstDetector().key(press).act).toBe('swallow')
      expect(createBurstDetector().key({ ...press, key: 'J', shift: true }).act).toBe('swallow')
    })
  })

  it('cuts a burst that never ends, and says so', () => {
    const model = page().play(wedgeKeys('1234567890'.repeat(900)))
    expect(model.scans[0]).toMatchObject({ overlong: true })
    expect(model.scans[0]?.text).toHaveLength(8192)
  })

  it('measures the rhythm for calibration', () => {
    const [scan] = page().play(wedgeKeys(EAN, { gapsMs: [4, 4, 9] })).scans
    expect(scan).toMatchObject({ gapMsMedian: 4, gapMsLongest: 9, suffix: 'enter' })
  })
})
