import { z } from 'zod'

/** Small schemas that several contracts share. Every number is an integer in the unit its name carries. */
export const minor = z.int()
export const points = z.int()
export const quantityMilli = z.int().min(1)
export const epochMs = z.int()
export const uuid = z.uuid()

/** A name in the three languages of the interface; a missing one falls back to the first that is there. */
export const localizedText = z.strictObject({
  'zh-Hans': z.string().optional(),
  'zh-Hant': z.string().optional(),
  en: z.string().optional(),
})
export type LocalizedText = z.infer<typeof localizedText>

/** Languages of the interface, in the order in which they are offered. */
export const locales = ['zh-Hans', 'zh-Hant', 'en'] as const
export type Locale = (typeof locales)[number]
