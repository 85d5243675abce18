import { z } from 'zod'
import { call } from './call-spec.ts'
import type { TillStatus } from './desk-state.ts'

export const syncCalls = {
  /** Stops the loading of a whole new copy of HQ's facts; the one in use stays. `sync.now` goes on with it. */
  'sync.haltLoading': call<TillStatus>()(z.strictObject({})),
} as const
