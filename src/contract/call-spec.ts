import type { z } from 'zod'

/** One call of the page: its input schema, the type of its output and the names of its errors. */
export type CallSpec<Input extends z.ZodType, Output, ErrorName extends string> = {
  readonly input: Input
  /** Types only; never set. */
  readonly output?: Output
  readonly errorName?: ErrorName
}

/** Declares one call. */
export function call<Output, ErrorName extends string = never>() {
  return <Input extends z.ZodType>(input: Input) => ({ input }) as CallSpec<Input, Output, ErrorName>
}
