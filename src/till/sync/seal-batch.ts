import type { PushRequest } from '../../contract/wire-push.ts'
import { batchSigningBytes } from '../../journal/batch.ts'
import { base64Of, hexOf, textOf } from '../../journal/codec.ts'
import type { Sign } from '../../journal/crypto.ts'
import type { WaitingBatch } from './journal-queue.ts'

export type ReadyBatch = WaitingBatch & { readonly kind: 'batch' }

/** A batch as it leaves the till, by wire or by hand: the exact events under the till's signature. */
export function sealBatch({ tillId, sign }: { readonly tillId: string; readonly sign: Sign }, batch: ReadyBatch): PushRequest {
  const seal = {
    tillId,
    epoch: batch.epoch,
    firstSeq: batch.firstSeq,
    previousHash: hexOf(batch.previousHash),
    lastHash: hexOf(batch.lastHash),
  }
  return {
    v: 1,
    ...seal,
    // Canonical JSON is always UTF-8: nextBatch has just checked these bytes against their hashes.
    events: batch.events.map((bytes) => textOf(bytes) ?? ''),
    signature: base64Of(sign(batchSigningBytes({ ...seal, count: batch.events.length }))),
  }
}
