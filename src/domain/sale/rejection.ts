import type { Rejection, RejectionName } from '../sale-result.ts'

/** The named refusal of a case, with the numbers that say how far it was. */
export function reject(rejected: RejectionName, detail: Rejection['detail'] = {}): Rejection {
  return { kind: 'rejected', rejected, detail }
}
