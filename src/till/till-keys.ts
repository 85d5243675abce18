import { hostname } from 'node:os'
import type { RegionKey } from '../journal/key-wrap.ts'
import type { Sign } from '../journal/crypto.ts'
import { signer } from './crypto.ts'
import { readIdentity, updateHq, type TillIdentity } from './db/identity.ts'
import type { Ledger } from './db/sqlite-file.ts'
import type { EngineOptions, KeyStore } from './engine-options.ts'
import { StartRefused } from './start-refused.ts'
import { enrolTill, readRegionKey, type EnrolOutcome } from './sync/enrol.ts'
import { systemTimers } from './sync/timers.ts'

/** Who this till is, with its keys open in memory. */
export type OpenIdentity = { readonly identity: TillIdentity; readonly sign: Sign; readonly regionKey: RegionKey }

/**
 * The till's identity: as stored, or by enrolling now with the code given.
 * @throws StartRefused
 */
export async function openIdentity(ledger: Ledger, options: EngineOptions): Promise<OpenIdentity> {
  const known = readIdentity(ledger) ?? (await enrol(ledger, options))
  const identity = withHq(ledger, known, options.hq?.url)
  try {
    const regionKey = readRegionKey(await options.keyStore.unwrap(identity.regionKeyWrapped))
    const sign = signer(await options.keyStore.unwrap(identity.signingKeyWrapped))
    if (regionKey !== null) return { identity, sign, regionKey }
    throw new Error('the stored keys do not have the right length')
  } catch (cause) {
    throw new StartRefused(
      'keys_unreadable',
      'The keys of this till cannot be opened here: its folder was copied, or the keychain was lost. Enrol it again with a new code.',
      { cause },
    )
  }
}

function withHq(ledger: Ledger, identity: TillIdentity, hqUrl: string | undefined): TillIdentity {
  if (hqUrl === undefined || hqUrl === identity.hqUrl) return identity
  ledger.write((tx) => updateHq(tx, { hqUrl, incarnation: identity.incarnation }))
  return { ...identity, hqUrl }
}

async function enrol(ledger: Ledger, options: EngineOptions): Promise<TillIdentity> {
  const { hq, keyStore, clock } = options
  if (hq === null || hq.enrolCode === null) {
    throw new StartRefused('not_enrolled', 'This till is not enrolled. Get a code at HQ (tillpoint-hq enrol-code) and start with it.')
  }
  const wrap: KeyStore['wrap'] = (bytes) => keyStore.wrap(bytes)
  const outcome = await enrolTill(
    { ledger, fetch: options.fetch ?? globalThis.fetch, timers: options.timers ?? systemTimers, wrap, nowMs: () => clock.wallMs() },
    hq.url,
    hq.enrolCode,
    hostname(),
  )
  if (outcome.kind === 'enrolled' || outcome.kind === 'already_enrolled') return outcome.identity
  throw enrolRefusal(outcome, hq.url)
}

function enrolRefusal(outcome: Exclude<EnrolOutcome, { readonly identity: TillIdentity }>, hqUrl: string): StartRefused {
  switch (outcome.kind) {
    case 'code_refused':
      return new StartRefused('enrol_code_refused', 'HQ did not take this code. Codes work once and for 15 minutes: get a new one.')
    case 'hq_away':
      return new StartRefused('enrol_hq_away', `HQ at ${hqUrl} could not be reached (${outcome.detail}). The code may still be good: try again.`)
    case 'bad_answer':
      return new StartRefused('enrol_bad_answer', `HQ at ${hqUrl} answered with something that this till cannot use: ${outcome.detail}`)
  }
}
