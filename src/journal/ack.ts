import { signingBytes } from './batch.ts'
import { base64Of, bytesOfBase64 } from './codec.ts'
import type { Sign, Verify } from './crypto.ts'

/**
 * HQ's word that it holds a till's events up to (epoch, seq) durably. The till keeps it as a row: it is the proof
 * against an HQ that was restored from a backup and has forgotten.
 */
export type AckFacts = {
  readonly tillId: string
  readonly epoch: number
  readonly seq: number
  /** Hex: the hash of the event at `seq`. */
  readonly hash: string
  readonly hqAtMs: number
}
export type SignedAck = AckFacts & { readonly signature: string }

/** The bytes that HQ signs. */
export function ackSigningBytes({ tillId, epoch, seq, hash, hqAtMs }: AckFacts): Uint8Array {
  return signingBytes('tillpoint-ack/1', { tillId, epoch, seq, hash, hqAtMs })
}

/** HQ's side: after the durable commit, never before. */
export function signAck(sign: Sign, facts: AckFacts): SignedAck {
  return { ...facts, signature: base64Of(sign(ackSigningBytes(facts))) }
}

/** The till's side: true only for HQ's own signature over exactly these facts. */
export function ackHolds(verify: Verify, hqPublicKey: Uint8Array, ack: SignedAck): boolean {
  const signature = bytesOfBase64(ack.signature)
  return signature !== null && verify(hqPublicKey, ackSigningBytes(ack), signature)
}
