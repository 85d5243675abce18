import { z } from 'zod'
import { locales } from './primitives.ts'

/** The printer of a till and how it is spoken to, as the devices page sets it. */

/**
 * What a printer's characters are. Most printers sold in China know GBK only and print the four-byte forms of GB 18030
 * as rubbish; those of Hong Kong and Taiwan know Big5; others a Western page.
 */
export const CODE_PAGES = ['gb18030', 'big5', 'cp1252'] as const
export type CodePage = (typeof CODE_PAGES)[number]

/** A logo as PNG in base64: at most so many characters, so that a setting stays a setting. */
export const LOGO_CHARS_MAX = 96_000

const connection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1).max(253), port: z.int().min(1).max(65535).default(9100) }),
  z.strictObject({
    kind: z.literal('serial'),
    path: z.string().min(1).max(200),
    baudRate: z.int().min(300).max(1_000_000).default(9600),
    parity: z.enum(['none', 'even', 'odd']).default('none'),
  }),
  /** A USB printer as a device file, such as /dev/usb/lp0. */
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(200) }),
])
export type PrinterConnection = z.infer<typeof connection>

const drawer = z.strictObject({
  pin: z.union([z.literal(2), z.literal(5)]).default(2),
  /** Pulse, in milliseconds; sent in steps of 2. */
  onMs: z.int().min(2).max(510).default(50),
  offMs: z.int().min(2).max(510).default(500),
  /** Open it by itself when cash was taken or is to be given back. */
  opensForCash: z.boolean().default(true),
})

export const printerSetting = z.strictObject({
  connection,
  /** Half-width characters on a line: 32 on 58 mm, 42 on 76 mm, 48 on 80 mm. */
  columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).default(48),
  codePage: z.enum(CODE_PAGES).default('gb18030'),
  /** `generic`: what nearly every printer knows · `escpos`: graphics as Epson's own printers have them. */
  dialect: z.enum(['generic', 'escpos']).default('generic'),
  /** Does it answer? Some adapters and cheap boards only listen. */
  answers: z.boolean().default(true),
  /** Has it a cutter? Without one the paper is fed to the edge for tearing. */
  cuts: z.boolean().default(true),
  drawer: drawer.nullable().default(null),
  /** A picture above the shop's name: PNG in base64, no wider than the paper; null: none. */
  logoPng: z.base64().max(LOGO_CHARS_MAX).nullable().default(null),
  /** What stands at the foot to be scanned for a return. */
  receiptMark: z.enum(['qr', 'barcode']).default('qr'),
  /** Print a receipt by itself as soon as a sale or return is saved. */
  printsBySelf: z.boolean().default(true),
  /** The language of receipts that are printed by themselves. */
  locale: z.enum(locales).default('zh-Hans'),
})
/** With all that was left out filled in. */
export type PrinterSetting = z.infer<typeof printerSetting>
export type PrinterSettingInput = z.input<typeof printerSetting>
export type DrawerSetting = NonNullable<PrinterSetting['drawer']>
