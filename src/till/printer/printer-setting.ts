import { z } from 'zod'
import { CODE_PAGES } from './code-page.ts'

/** The printer of this till, as the devices page stores it. */
export const printerSetting = z.strictObject({
  connection: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('tcp'),
      host: z.string().min(1).max(253),
      port: z.int().min(1).max(65535).default(9100),
    }),
    z.strictObject({
      kind: z.literal('serial'),
      path: z.string().min(1).max(200),
      baudRate: z.int().min(300).max(1_000_000).default(9600),
      parity: z.enum(['none', 'even', 'odd']).default('none'),
    }),
    /** A USB printer as a device file, such as /dev/usb/lp0. */
    z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(200) }),
  ]),
  /** Half-width characters on a line: 32 on 58 mm, 42 on 76 mm, 48 on 80 mm. */
  columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).default(48),
  codePage: z.enum(CODE_PAGES).default('gb18030'),
  /** `generic`: what nearly every printer knows · `escpos`: graphics as Epson's own printers have them. */
  dialect: z.enum(['generic', 'escpos']).default('generic'),
  /** Does it answer? Some adapters and cheap boards only listen. */
  answers: z.boolean().default(true),
  drawer: z
    .strictObject({
      pin: z.union([z.literal(2), z.literal(5)]).default(2),
      /** Pulse, in milliseconds; sent in steps of 2. */
      onMs: z.int().min(2).max(510).default(50),
      offMs: z.int().min(2).max(510).default(500),
    })
    .nullable()
    .default(null),
})
export type PrinterSetting = z.infer<typeof printerSetting>
export type DrawerSetting = NonNullable<PrinterSetting['drawer']>
