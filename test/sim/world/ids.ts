import { diceOf } from '../../reference/dice.ts'

/** Valid UUIDv7s and bytes, the same for the same name and instant in every run. */
export function simulatedIds(seed: number, name: string, nowMs: () => number): { next(): string; uuid(): string; randomBytes(count: number): Buffer } {
  const dice = diceOf(seedOf(seed, name))
  const hex = (digits: number): string => Array.from({ length: digits }, () => dice.int(0, 15).toString(16)).join('')
  const uuid = (): string => {
    const time = nowMs().toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${'89ab'.charAt(dice.int(0, 3))}${hex(3)}-${hex(12)}`
  }
  return { next: uuid, uuid, randomBytes: (count) => Buffer.from(Array.from({ length: count }, () => dice.int(0, 255))) }
}

/** A seed of its own for each name (FNV-1a). */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const char of name) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
  return hash
}
