import { transform } from 'receiptline'
import { printableText } from './code-page.ts'
import type { DrawerSetting, PrinterSetting } from './printer-setting.ts'

/** Asks for status n in real time, ahead of whatever is in the printer's buffer. */
export function statusQuery(n: 1 | 2 | 3 | 4): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n)
}

/** ESC p m t1 t2: the pulse that opens a drawer on pin 2 (m = 0) or pin 5 (m = 1), in steps of 2 ms. */
export function drawerPulse({ pin, onMs, offMs }: DrawerSetting): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, Math.round(onMs / 2), Math.round(offMs / 2))
}

/** A document as the printer's bytes, and the characters that it does not have. */
export type PrintBytes = { readonly bytes: Uint8Array; readonly missing: readonly string[] }

/**
 * A receiptline document as ESC/POS: reset, text in the printer's code page, QR codes as pictures, feed and cut, and
 * last GS r, which the printer answers only when all before it is done.
 */
export function escposBytes(
  document: string,
  setting: Pick<PrinterSetting, 'columns' | 'codePage' | 'dialect'>,
): PrintBytes {
  const { text, missing } = printableText(document, setting.codePage)
  const commands = transform(text, {
    command: setting.dialect,
    encoding: setting.codePage,
    cpl: setting.columns,
    spacing: true,
    cutting: true,
    gradient: false,
  })
  return { bytes: Uint8Array.from(commands, (character) => character.charCodeAt(0)), missing }
}
