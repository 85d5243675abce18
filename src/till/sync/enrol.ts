import { base64Of, bytesOfBase64, concatBytes } from '../../journal/codec.ts'
import { unwrapRegionKey, type RegionKey } from '../../journal/key-wrap.ts'
import { aead, hkdf, makeSigningPair, x25519 } from '../crypto.ts'
import { readIdentity, writeIdentity, type TillIdentity } from '../db/identity.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import { createHqClient, type Fetch } from './hq-client.ts'
import type { Timers } from './timers.ts'

/** The till becomes known to HQ: makes its keys, shows HQ the public halves with a one-time code, keeps what it gets. */
export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly identity: TillIdentity }
  | { readonly kind: 'already_enrolled'; readonly identity: TillIdentity }
  /** Wrong, used or older than 15 minutes. */
  | { readonly kind: 'code_refused' }
  /** HQ could not be asked; nothing was kept, the code may still be good. */
  | { readonly kind: 'hq_away'; readonly detail: string }
  /** HQ answered with something that this till cannot use. */
  | { readonly kind: 'bad_answer'; readonly detail: string }

/** Keeps secrets: the operating system's keychain, or what stands in for it. */
export type Wrap = (secret: Uint8Array) => Promise<Uint8Array>

const ENROL_TIMEOUT_MS = 15_000
const REGION_KEY_BYTES = 32

/**
 * Enrols this till once. The private keys are wrapped by the key store before anything is written.
 * @param hqUrl where HQ is, without a path
 * @param code as HQ shows it
 */
export async function enrolTill(
  deps: { readonly ledger: Ledger; readonly fetch: Fetch; readonly timers: Timers; readonly wrap: Wrap; readonly nowMs: () => number },
  hqUrl: string,
  code: string,
  machineName: string,
): Promise<EnrolOutcome> {
  const known = readIdentity(deps.ledger)
  if (known !== null) return { kind: 'already_enrolled', identity: known }
  const signing = makeSigningPair()
  const box = x25519.makePair()
  const client = createHqClient({ baseUrl: () => hqUrl, fetch: deps.fetch, timers: deps.timers })
  const reply = await client.call(
    'enrol',
    { code: code.trim(), publicKey: base64Of(signing.publicKey), boxPublicKey: base64Of(box.publicKey), machineName: machineName.slice(0, 128) },
    { timeoutMs: ENROL_TIMEOUT_MS },
  )
  if (reply.kind === 'failed') return { kind: 'hq_away', detail: `${reply.why}: ${reply.detail}` }
  if (reply.kind === 'refused') {
    return reply.error === 'code_refused' ? { kind: 'code_refused' } : { kind: 'bad_answer', detail: `${reply.error}: ${reply.detail}` }
  }
  const { tillId, tillNumber, storeId, region, incarnation } = reply.answer
  const hqPublicKey = bytesOfBase64(reply.answer.hqPublicKey)
  const wrapped = bytesOfBase64(reply.answer.wrappedRegionKey)
  const regionKey = wrapped && unwrapRegionKey({ aead, hkdf, x25519 }, { tillId, boxPrivateKey: box.privateKey, boxPublicKey: box.publicKey }, wrapped)
  if (hqPublicKey === null || !regionKey) return { kind: 'bad_answer', detail: 'the keys in the answer are not for this till' }
  const identity: TillIdentity = {
    tillId,
    tillNumber,
    storeId,
    region,
    hqUrl,
    hqPublicKey,
    incarnation,
    signingKeyWrapped: await deps.wrap(signing.privateKey),
    boxKeyWrapped: await deps.wrap(box.privateKey),
    regionKeyWrapped: await deps.wrap(regionKeyBytes(regionKey)),
    enrolledAtMs: deps.nowMs(),
  }
  deps.ledger.write((tx) => writeIdentity(tx, identity))
  return { kind: 'enrolled', identity }
}

/** boxKey ‖ indexKey: how a region's keys are kept by the key store. */
export function regionKeyBytes({ boxKey, indexKey }: RegionKey): Uint8Array {
  return concatBytes(boxKey, indexKey)
}

/** Reads {@link regionKeyBytes} back; null: damaged. */
export function readRegionKey(bytes: Uint8Array): RegionKey | null {
  if (bytes.length !== 2 * REGION_KEY_BYTES) return null
  // Copies: a Buffer's own slice would share memory with what the key store gave.
  return { boxKey: new Uint8Array(bytes.subarray(0, REGION_KEY_BYTES)), indexKey: new Uint8Array(bytes.subarray(REGION_KEY_BYTES)) }
}
