import { z } from 'zod'
import { ack, BATCH_EVENTS_MAX, EVENT_BYTES_MAX } from './wire-push.ts'
import { epoch, hashHex, seq } from './wire-common.ts'

/** A till's own events, back from HQ: what its files lost when they were put back from a copy. */

export const ownEventsQuery = z.object({
  epoch: z.coerce.number().int().min(1),
  /** After this one; 0: from the first. */
  afterSeq: z.coerce.number().int().min(0),
})
export type OwnEventsQuery = z.output<typeof ownEventsQuery>

export const ownEventsAnswer = z.object({
  epoch,
  firstSeq: seq,
  /** Exact texts, as in a push. A gap among them is kept under the hash that it carries (src/journal/gap.ts). */
  events: z.array(z.string().min(2).max(EVENT_BYTES_MAX)).max(BATCH_EVENTS_MAX),
  previousHash: hashHex,
  more: z.boolean(),
  /** The next epoch in which HQ holds events of this till; null: there is none. */
  nextEpoch: epoch.nullable(),
  /** For the last of `events`: HQ's word that they are what it holds; null where there is none. */
  ack: ack.nullable(),
})
export type OwnEventsAnswer = z.infer<typeof ownEventsAnswer>
