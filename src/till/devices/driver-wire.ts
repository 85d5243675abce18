import { z } from 'zod'
import { readSafely } from '../../contract/read-safely.ts'
import type { DriverEvent, DriverRequest } from './driver-messages.ts'

/**
 * What may cross the line between engine and drivers. Both are ours, but the drivers run native code beside what is
 * plugged in: a message that is none is passed over, and neither end goes down with it.
 */
const deviceId = z.string().min(1).max(1000)
const place = z.string().min(1).max(1000)
const bytes = z.instanceof(Uint8Array)
const count = z.int().min(0)
const address = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('serial'), path: place, baudRate: count, parity: z.enum(['none', 'even', 'odd']).optional(), dataBits: z.union([z.literal(7), z.literal(8)]).optional() }),
  z.object({ kind: z.literal('hid'), path: place }),
])
const found = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('serial'), path: place, label: z.string() }),
  z.object({ kind: z.literal('hid'), path: place, label: z.string(), vendorId: count, productId: count, usagePage: count, usage: count }),
])

const request = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), requestId: count }),
  z.object({ kind: z.literal('open'), deviceId, address }),
  z.object({ kind: z.literal('write'), deviceId, writeId: count, bytes }),
  z.object({ kind: z.literal('write-feature'), deviceId, writeId: count, bytes }),
  z.object({ kind: z.literal('close'), deviceId }),
])
const event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), requestId: count, devices: z.array(found) }),
  z.object({ kind: z.literal('opened'), deviceId, reportDescriptor: bytes.nullable() }),
  z.object({ kind: z.literal('bytes'), deviceId, bytes }),
  z.object({ kind: z.literal('written'), deviceId, writeId: count }),
  z.object({ kind: z.literal('failed'), deviceId, problem: z.string() }),
  z.object({ kind: z.literal('closed'), deviceId }),
])

/** What the engine asked for; null: nothing that drivers know. */
export function readDriverRequest(raw: unknown): DriverRequest | null {
  const parsed = readSafely(request, raw)
  // The one cast: zod's optional fields may hold undefined, the types' may only be absent.
  return parsed.success ? (parsed.data as DriverRequest) : null
}

/** What the drivers tell; null: nothing that the engine knows. */
export function readDriverEvent(raw: unknown): DriverEvent | null {
  const parsed = readSafely(event, raw)
  return parsed.success ? parsed.data : null
}
