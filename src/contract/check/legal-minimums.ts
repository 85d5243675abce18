import type { Programme, StoredValueRules } from '../../domain/programme.ts'
import { error } from './finding.ts'
import type { Finding } from './finding.ts'

/** A bound that the law sets to a setting of stored value. */
interface LegalBound {
  readonly setting: keyof StoredValueRules
  readonly bound: 'most' | 'least'
  readonly limit: number
  readonly rule: string
}

/**
 * Mainland China, single-purpose prepaid cards: a named card holds at most 5,000.00, a bearer card 1,000.00; a bearer
 * card is valid for at least three years; seven days' money back; real name from 10,000.00. Other regions have no
 * bounds of their own yet.
 */
const boundsByRegion: Readonly<Record<Programme['region'], readonly LegalBound[]>> = {
  CN: [
    { setting: 'capNamedMinor', bound: 'most', limit: 500_000, rule: 'a named card holds at most 5,000.00' },
    { setting: 'capBearerMinor', bound: 'most', limit: 100_000, rule: 'a bearer card holds at most 1,000.00' },
    { setting: 'validityMonthsMin', bound: 'least', limit: 36, rule: 'a bearer card is valid for at least 36 months' },
    { setting: 'coolingDays', bound: 'least', limit: 7, rule: 'the principal can be had back for 7 days' },
    { setting: 'realNameFromMinor', bound: 'most', limit: 1_000_000, rule: 'real name is asked from 10,000.00 on' },
  ],
  EU: [],
  other: [],
}

/** Settings below a legal minimum of the programme's region: errors. */
export function legalFindings({ region, storedValue }: Programme): Finding[] {
  return boundsByRegion[region].flatMap(({ setting, bound, limit, rule }) => {
    const set = storedValue[setting]
    const isKept = bound === 'most' ? set <= limit : set >= limit
    return isKept
      ? []
      : [error(`storedValue.${setting}`, `the law of region ${region} says: ${rule} (${limit}), not ${set}`)]
  })
}
