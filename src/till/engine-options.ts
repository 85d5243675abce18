import type { TillEventName, TillEvents } from '../contract/till-calls.ts'
import type { Handlers } from '../contract/serve.ts'
import type { TillWarning } from '../contract/desk-state.ts'
import type { Clock } from './clock.ts'
import type { DriversPort } from './devices/driver-messages.ts'
import type { TillIdentity } from './db/identity.ts'
import type { Ids } from './ids.ts'
import type { Fetch } from './sync/hq-client.ts'
import type { Timers } from './sync/timers.ts'

/** Keeps the till's keys wrapped at rest by a key that only this machine's user can open. */
export type KeyStore = {
  /** `os`: the operating system's keychain · `basic_text`: one that hides nothing · `file`: a file of this user. */
  readonly kind: 'os' | 'basic_text' | 'file'
  wrap(bytes: Uint8Array): Promise<Uint8Array>
  /** @throws when these bytes were wrapped by another key */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}

/** Where things are told that no cashier needs to see. Never personal data. */
export type Log = {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** The HQ of this till. `enrolCode` is used once, by a till that is not enrolled yet. */
export type HqOptions = { readonly url: string; readonly enrolCode: string | null }

/** Makes a PDF file of a picture of paper, in the user's folder for downloads. @returns its path @throws with a reason */
export type MakePdf = (page: { readonly svg: string; readonly name: string; readonly lang: string }) => Promise<string>

/** What the engine runs on. */
export type EngineOptions = {
  /** Holds ledger.db, mirror-N.db and the lock; made if it is not there. */
  readonly dataDir: string
  readonly clock: Clock
  readonly ids: Ids
  readonly keyStore: KeyStore
  /** Null: no devices beside the keyboard. */
  readonly drivers: DriversPort | null
  /** Null: nobody named one; an enrolled till goes on with the HQ that it knows, if it knows one. */
  readonly hq: HqOptions | null
  readonly log: Log
  /** Folder outside `dataDir` for the note of how far the journal has come; null or absent: none is kept. */
  readonly markerDir?: string | null
  /** Names this machine; absent: as the operating system does. */
  readonly machineId?: string
  /** Path of another build of better-sqlite3, for runtimes with an older Node-API. */
  readonly sqliteBinding?: string
  /** The way to HQ, waiting, and chance (uniform in [0, 1)); absent: the machine's own. A simulation passes its own. */
  readonly fetch?: Fetch
  readonly timers?: Timers
  readonly random?: () => number
  /** Absent: there is no window to make PDF files with. */
  readonly makePdf?: MakePdf
  /** Shown at HQ; absent: not known there. */
  readonly programVersion?: string
  /** A practice till: marked on screen and paper. Absent: the real one. */
  readonly training?: boolean
  /** What the shell found that people must know (`no-sandbox`, …). */
  readonly shellWarnings?: readonly TillWarning[]
}

/** A running till. */
export type Engine = {
  readonly handlers: Handlers
  /** @returns stops listening */
  on<N extends TillEventName>(name: N, listener: (event: TillEvents[N]) => void): () => void
  /** The page comes back from another engine: what this one shows counts as new. */
  renew(): void
  /** What a practice till is made from. */
  practiceSource(): PracticeSource
  /** Stops sync, then closes the files. What is saved is saved in any case. */
  close(): Promise<void>
}

/** What a practice till is made from. */
export type PracticeSource = { readonly identity: TillIdentity; readonly mirrorPath: string; readonly nowMs: number; readonly sqliteBinding?: string }
