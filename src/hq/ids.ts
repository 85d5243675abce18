import { randomBytes } from 'node:crypto'
import { v7 as uuidV7 } from 'uuid'

/** Where HQ gets new ids and secrets from; a test passes its own. */
export type Ids = {
  /** UUIDv7: unique, roughly in order of time. */
  uuid(): string
  /** Bytes nobody can guess. */
  randomBytes(count: number): Buffer
}

export const systemIds: Ids = { uuid: () => uuidV7(), randomBytes }

/** Letters and digits that cannot be taken for one another when read aloud or copied from paper (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random text of `length` characters, five bits each. */
export function randomText(ids: Ids, length: number): string {
  return Array.from(ids.randomBytes(length), (byte) => ALPHABET.charAt(byte & 31)).join('')
}

/** What a person typed for a code of ours: spaces and dashes dropped, look-alikes mapped. */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}
