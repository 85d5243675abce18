/** An answer that crosses a process or network line: a value or a named error, never a thrown one (Electron strips those). */
export type Result<T, E> = { readonly ok: true; readonly output: T } | { readonly ok: false; readonly error: E }

/** Wraps a value as a good answer. */
export function ok<T>(output: T): Result<T, never> {
  return { ok: true, output }
}

/** Wraps a named error as an answer. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error }
}
