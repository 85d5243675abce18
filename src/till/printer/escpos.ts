import { transform } from 'receiptline'
import type { DrawerSetting, PrinterSetting } from '../../contract/printer-setting.ts'
import { printableText } from './code-page.ts'

/** Asks for status n in real time, ahead of whatever is in the printer's buffer. */
export function statusQuery(n: 1 | 2 | 3 | 4): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n)
}

/** ESC p m t1 t2: the pulse that opens a drawer on pin 2 (m = 0) or pin 5 (m = 1), in steps of 2 ms. */
export function drawerPulse({ pin, onMs, offMs }: Pick<DrawerSetting, 'pin' | 'onMs' | 'offMs'>): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, Math.round(onMs / 2), Math.round(offMs / 2))
}

/** A document as the printer's bytes, and the characters that it does not have. */
export type PrintBytes = { readonly bytes: Uint8Array; readonly missing: readonly string[] }
type Paper = Pick<PrinterSetting, 'columns' | 'codePage'>

/** Lines of paper between the head and the edge for tearing, of a printer without a cutter. */
const TEAR_LINES = 4

/**
 * A receiptline document as ESC/POS: reset, text in the printer's code page, QR codes as pictures, feed and cut, and
 * last GS r, which the printer answers only when all before it is done.
 */
export function escposBytes(document: string, setting: Paper & Pick<PrinterSetting, 'dialect' | 'cuts'>): PrintBytes {
  const { text, missing } = printableText(document, setting.codePage)
  const commands = transform(setting.cuts ? text : text + '\n'.repeat(TEAR_LINES), {
    command: setting.dialect,
    encoding: setting.codePage,
    cpl: setting.columns,
    spacing: true,
    cutting: setting.cuts,
    gradient: false,
  })
  return { bytes: Uint8Array.from(commands, (character) => character.charCodeAt(0)), missing }
}

/** The same document as a picture: every character that the printer would replace is replaced here too. */
export function documentPicture(document: string, { columns, codePage }: Paper): { readonly svg: string; readonly missing: readonly string[] } {
  const { text, missing } = printableText(document, codePage)
  const svg = transform(text, { command: 'svg', cpl: columns, encoding: codePage, spacing: true })
  // receiptline would have fonts fetched from the internet.
  return { svg: svg.replace(/<style.*?<\/style>/s, ''), missing }
}
