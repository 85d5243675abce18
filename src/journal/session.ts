import { signingBytes } from './batch.ts'

/** What a till signs to open a session: HQ's nonce, so that a recorded answer is worth nothing. */
export function sessionSigningBytes(asked: { readonly tillId: string; readonly nonce: string }): Uint8Array {
  return signingBytes('tillpoint-session/1', { tillId: asked.tillId, nonce: asked.nonce })
}

/** What HQ vouches for when it opens a session. The nonce in it makes every answer fresh. */
export type SessionFacts = {
  readonly tillId: string
  readonly nonce: string
  readonly hqAtMs: number
  readonly incarnation: number
  readonly durable: { readonly epoch: number; readonly seq: number; readonly hash: string } | null
}

/** The bytes that HQ signs: the till believes no clock and no position that its own HQ did not vouch for. */
export function sessionAnswerSigningBytes({ tillId, nonce, hqAtMs, incarnation, durable }: SessionFacts): Uint8Array {
  const position = durable && { epoch: durable.epoch, seq: durable.seq, hash: durable.hash }
  return signingBytes('tillpoint-session-answer/1', { tillId, nonce, hqAtMs, incarnation, durable: position })
}
