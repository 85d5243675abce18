import { z } from 'zod'
import { call } from './call-spec.ts'
import type { TillStatus } from './desk-state.ts'

/** Practising: another till in the same window, with a ledger of its own. Nothing of it is sold, printed, or sent to HQ. */
export const trainingCalls = {
  /** Right `training`. An open sale is finished or cleared first; somebody signs in anew, there and back again. */
  'training.start': call<TillStatus, 'basket_open' | 'no_training'>()(z.strictObject({})),
  'training.stop': call<TillStatus, 'no_training'>()(z.strictObject({})),
} as const
