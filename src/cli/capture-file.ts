import { z } from 'zod'

/** What `tillpoint decode` reads: the bytes, keys or tracks of one device, as captured. */

/** More than any capture for support holds; a larger one is a mistake. */
const BYTES_MAX = 1_000_000
const EVENTS_MAX = 100_000

const hexBytes = z
  .string()
  .max(3 * BYTES_MAX)
  .transform((text, context) => {
    const digits = text.replace(/\s+/g, ' ').trim()
    if (!/^([0-9A-Fa-f]{2}( ?[0-9A-Fa-f]{2})*)?$/.test(digits)) {
      context.addIssue({ code: 'custom', message: 'bytes are written as pairs of hex digits, such as "02 0D"' })
      return z.NEVER
    }
    return Uint8Array.from(digits.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  })
const usbId = z.int().min(0).max(0xffff)
const timeMs = z.number()
const gapMs = z.number().min(0)

const hid = z
  .object({
    vendorId: usbId.default(0),
    productId: usbId.default(0),
    descriptor: hexBytes.nullable().default(null),
    reports: z.array(hexBytes).max(EVENTS_MAX),
    /** When each report came; without it they came one USB interval (8 ms) after the other. */
    atMs: z.array(timeMs).optional(),
  })
  .refine(({ reports, atMs }) => atMs === undefined || atMs.length === reports.length, {
    path: ['atMs'],
    message: 'one time a report',
  })

const keyFact = z.object({
  type: z.enum(['down', 'up']),
  key: z.string().max(64),
  code: z.string().max(64),
  shift: z.boolean().default(false),
  ctrl: z.boolean().default(false),
  alt: z.boolean().default(false),
  atMs: timeMs,
})

const serial = z
  .object({
    bytes: hexBytes,
    /** The pause before each byte; what is left out is 0. */ gapsMs: z.array(gapMs).default([]),
  })
  .refine(({ bytes, gapsMs }) => gapsMs.length <= bytes.length, { path: ['gapsMs'], message: 'more pauses than bytes' })

const FORMATS = ['hid', 'keys', 'serial', 'magstripe', 'magtek'] as const

export const captureFile = z
  .strictObject({
    hid: hid.optional(),
    keys: z.array(keyFact).max(EVENTS_MAX).optional(),
    serial: serial.optional(),
    magstripe: z.object({ tracks: z.string().max(2000) }).optional(),
    magtek: hexBytes
      .refine((bytes) => bytes.length >= 7 && bytes.length <= 337, 'a swipe report has 337 bytes')
      .optional(),
  })
  .refine((file) => FORMATS.filter((format) => file[format] !== undefined).length === 1, {
    message: `exactly one of ${FORMATS.join(', ')}`,
  })
export type CaptureFile = z.infer<typeof captureFile>
