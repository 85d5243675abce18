import { z } from 'zod'

/**
 * Checks what came from outside; never throws. zod's own `safeParse` does on an object with a `length` that compares with
 * no number, such as `{ length: { toString: null } }` in the place of a text (zod 4.6): one message would end its reader.
 */
export function readSafely<Schema extends z.ZodType>(schema: Schema, value: unknown): z.ZodSafeParseResult<z.output<Schema>> {
  try {
    return schema.safeParse(value)
  } catch {
    return { success: false, error: new z.ZodError([{ code: 'custom', path: [], message: 'holds an object that is neither text nor list', input: value }]) as z.ZodError<z.output<Schema>> }
  }
}
