import { z } from 'zod'
import { Temporal } from 'temporal-polyfill'

/** What stands in a cell of a list, as each kind of column reads it. Empty cells of optional columns are null. */

const MINOR_DIGITS = 2

/** An id as everywhere: 1 to 64 characters, in any script, without spaces. */
export const idCell = z.string().regex(/^[^\s\p{C}]{1,64}$/u, 'is not 1 to 64 characters without spaces')
export const textCell = (charactersMax: number) => z.string().max(charactersMax, `is longer than ${charactersMax} characters`)
export const neededText = (charactersMax: number) => textCell(charactersMax).min(1, 'is empty')

/** "12.8" is 1280 of the minor unit. Read as text: no fraction is ever a floating number. */
export const moneyCell = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,2})?$/, 'is not an amount such as 12.80')
  .transform((text) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return Number(whole) * 100 + Number(fraction.padEnd(MINOR_DIGITS, '0'))
  })

export const countCell = (what: string) => z.string().regex(/^\d{1,9}$/, `is not ${what}`).transform(Number)

/** 2026-03-31, and as spreadsheets write it: 2026/3/31. */
export const dateCell = z.string().transform((text, context) => {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text)
  const [year, month, day] = [match?.[1], match?.[2], match?.[3]].map(Number)
  try {
    return Temporal.PlainDate.from({ year: year ?? Number.NaN, month: month ?? 0, day: day ?? 0 }, { overflow: 'reject' }).toString()
  } catch {
    context.addIssue({ code: 'custom', message: 'is not a date such as 2026-03-31' })
    return z.NEVER
  }
})

/** "03-31" of a birthday with or without its year: the year is not kept. */
export const birthdayCell = z.string().transform((text, context) => {
  const match = /^(?:\d{4}[-/])?(\d{1,2})[-/](\d{1,2})$/.exec(text)
  const monthDay = match ? `${(match[1] ?? '').padStart(2, '0')}-${(match[2] ?? '').padStart(2, '0')}` : ''
  if (dateCell.safeParse(`2024-${monthDay}`).success) return monthDay
  context.addIssue({ code: 'custom', message: 'is not a birthday such as 03-31' })
  return z.NEVER
})

export const phoneCell = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\+?\d{5,15}$/, 'is not a phone number'))

export const cardCell = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[0-9A-Za-z]{4,32}$/, 'is not a card number'))

/** Several in one cell: spaces, semicolons or | between them. */
export const listCell = <Cell extends z.ZodType<unknown, string>>(cell: Cell) => z.string().transform((text) => text.split(/[\s;|]+/).filter((part) => part !== '')).pipe(z.array(cell))

/** An empty cell is null. */
export const optional = <Cell extends z.ZodType<unknown, string>>(cell: Cell) => z.union([z.literal('').transform(() => null), cell]).default(null)
