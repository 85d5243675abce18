import { z } from 'zod'
import { compareFractions, fraction, parseFraction } from '../domain/fraction.ts'
import type { Fraction } from '../domain/fraction.ts'

/** Small schemas of programme and case files. Whole numbers stay inside 2^53 − 1; `10.0` is the whole number 10. */
export const count = z.int().min(0)
export const atLeastOne = z.int().min(1)
export const months = z.int().min(0).max(1_200)
export const days = z.int().min(0).max(36_500)
export const id = z.string().min(1)
export const ids = z.array(id).default([])
export const choice = z.boolean().default(false)

/** A decimal string, "1.5": a rate is never a float. */
export const decimal = decimalUpTo(null)
export const percent = decimalUpTo(fraction(100))
export const share = decimalUpTo(fraction(1))

/** A fraction in the notation of results, "0" or "3/5". */
export const fractionString = z
  .string()
  .max(80)
  .regex(/^\d+(?:\/0*[1-9]\d*)?$/, 'is no fraction such as "3/5"')

export const date = z.iso.date()

/** "MM-DD"; 29 February is one. */
export const monthDay = z
  .string()
  .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'is no day of the year "MM-DD"')
  .refine(isDayOfYear, 'is no day of the year "MM-DD"')

export const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day "HH:MM"')

export const timeZone = z.string().refine(isKnownZone, 'is no known time zone')

/** An instant with its offset, in milliseconds since 1970. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const localText = z.strictObject({
  'zh-Hans': z.string().exactOptional(),
  'zh-Hant': z.string().exactOptional(),
  en: z.string().exactOptional(),
})

/** Refuses a list in which two entries share an id. */
export function distinctBy<T>(idOf: (entry: T) => string) {
  return (context: z.core.ParsePayload<readonly T[]>): void => {
    const seen = new Set<string>()
    context.value.forEach((entry, index) => {
      const entryId = idOf(entry)
      if (seen.has(entryId)) {
        context.issues.push({ code: 'custom', input: entry, path: [index, 'id'], message: `duplicate id "${entryId}"` })
      }
      seen.add(entryId)
    })
  }
}

function decimalUpTo(most: Fraction | null) {
  const plain = z
    .string()
    .max(40)
    .regex(/^\d+(?:\.\d+)?$/, 'is no decimal string such as "1.5"')
  if (most === null) return plain
  const isWithin = (text: string): boolean => compareFractions(parseFraction(text), most) <= 0
  return plain.refine((text) => !/^\d+(?:\.\d+)?$/.test(text) || isWithin(text), `is above ${most.numerator}`)
}

function isDayOfYear(text: string): boolean {
  const [month = 0, day = 0] = text.split('-').map(Number)
  return day <= (DAYS_OF_MONTH[month - 1] ?? 0)
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Asking the runtime about a zone is slow; programmes name the same few. */
const zones = new Map<string, boolean>()

function isKnownZone(name: string): boolean {
  const known = zones.get(name)
  if (known !== undefined) return known
  const isKnown = /^[A-Za-z]/.test(name) && canFormat(name)
  if (zones.size < 1_000) zones.set(name, isKnown)
  return isKnown
}

function canFormat(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
