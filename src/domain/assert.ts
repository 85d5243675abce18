/** Closes a switch over a union: a new member of the union no longer compiles until it is handled. */
export function assertNever(unexpected: never): never {
  throw new Error(`unexpected ${JSON.stringify(unexpected)}`)
}

/** States what must hold. A failure is a bug in the program, never an answer to bad input. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`broken assumption: ${what}`)
}

/** What is there by construction, as the index of a loop over the same array. */
export function must<T>(found: T | undefined | null, what = 'a value'): T {
  if (found === undefined || found === null) throw new Error(`broken assumption: no ${what}`)
  return found
}
