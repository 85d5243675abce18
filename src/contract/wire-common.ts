import { z } from 'zod'

/**
 * Small schemas shared by every message between till and HQ. Objects of the wire are loose: what a newer program adds
 * is kept, never a reason to refuse (design: no payload is refused). What is named is checked strictly.
 */

/** An id as HQ or a till gives it. */
export const wireId = z.string().min(1).max(64)
/** Position of an event in a till's journal. */
export const epoch = z.int().min(1)
export const seq = z.int().min(1)
export const eventPosition = z.object({ epoch, seq })
export type EventPosition = z.infer<typeof eventPosition>

/** SHA-256 as lower-case hex. */
export const hashHex = z.string().regex(/^[0-9a-f]{64}$/)

/** Standard base64 of exactly `byteCount` bytes. */
export function base64Bytes(byteCount: number) {
  const digits = Math.ceil(byteCount / 3) * 4
  return z.string().length(digits).regex(/^[A-Za-z0-9+/]*={0,2}$/)
}
/** Standard base64 of at most `byteCountMax` bytes. */
export function base64Upto(byteCountMax: number) {
  return z
    .string()
    .max(Math.ceil(byteCountMax / 3) * 4)
    .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)
}
/** Raw ed25519 or X25519 public key. */
export const publicKey = base64Bytes(32)
/** ed25519 signature. */
export const signature = base64Bytes(64)

/** How often HQ was restored: a cursor of another incarnation says nothing. */
export const incarnation = z.int().min(1)
export const wireMs = z.int()

/** Where HQ's durable copy of a till's journal ends (its newest epoch); null when it has none. */
export const durablePosition = z.object({ epoch, seq, hash: hashHex }).nullable()
export type DurablePosition = z.infer<typeof durablePosition>
