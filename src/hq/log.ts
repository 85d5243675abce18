/** Where HQ's log goes: one JSON line an event, never personal data. */
export type Log = {
  info(what: string, facts?: Readonly<Record<string, unknown>>): void
  warn(what: string, facts?: Readonly<Record<string, unknown>>): void
  error(what: string, facts?: Readonly<Record<string, unknown>>): void
}

/** Lines on standard error, as every program of the project does. */
export function lineLog(write: (line: string) => void, nowMs: () => number): Log {
  const at = (level: string) => (what: string, facts: Readonly<Record<string, unknown>> = {}) =>
    write(`${JSON.stringify({ level, atMs: nowMs(), what, ...facts })}\n`)
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** Name, code and message of what was thrown; the stack is for bugs only. */
export function describeCause(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { cause: String(cause) }
  const { code } = cause as { code?: unknown }
  return { cause: cause.message, ...(typeof code === 'string' ? { code } : {}), stack: cause.stack }
}
