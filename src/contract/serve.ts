import type { z } from 'zod'
import type { CallSpec } from './call-spec.ts'
import { calls, type CallName, type Calls, type TillEventName, type TillEvents } from './till-calls.ts'
import { readSafely } from './read-safely.ts'
import { err, type Result } from './result.ts'

/** Errors that any call may answer with, beside those it declares. */
export type CommonError =
  | { readonly code: 'bad_request'; readonly detail: string }
  /** A bug. The stack is in the log under `ref`; the page shows only `ref`. */
  | { readonly code: 'internal'; readonly ref: string }
  /** Nobody is signed in at the till. */
  | { readonly code: 'signed_out'; readonly detail?: string }
  /** Whoever is may do it when somebody with the right (`detail`) allows it: staff.ask, then again with `approvalId`. */
  | { readonly code: 'needs_approval'; readonly detail?: string }
  /** Whoever is may not do it at all. */
  | { readonly code: 'no_right'; readonly detail?: string }
  /** The engine is not there (it is being started again); asking again is safe. */
  | { readonly code: 'engine_away' }

type SpecInput<S> = S extends CallSpec<infer I, unknown, string> ? I : never
type SpecOutput<S> = S extends CallSpec<z.ZodType, infer O, string> ? O : never
type SpecErrorName<S> = S extends CallSpec<z.ZodType, unknown, infer E> ? E : never

/** What the page passes in. */
export type Input<N extends CallName> = z.input<SpecInput<Calls[N]>>
/** What the handler gets, after validation. */
export type ParsedInput<N extends CallName> = z.output<SpecInput<Calls[N]>>
export type Output<N extends CallName> = SpecOutput<Calls[N]>
/** A declared error; `detail` is for the log and for support, not for the cashier. */
export type CallError<N extends CallName> =
  | CommonError
  | (SpecErrorName<Calls[N]> extends never ? never : { readonly code: SpecErrorName<Calls[N]>; readonly detail?: string })
export type Reply<N extends CallName> = Result<Output<N>, CallError<N>>
export type Handlers = { readonly [N in CallName]: (input: ParsedInput<N>) => Reply<N> | Promise<Reply<N>> }

/** What the page holds: the only door to the engine. */
export type TillBridge = {
  invoke<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>
  on<N extends TillEventName>(name: N, listener: (event: TillEvents[N]) => void): () => void
}

/** Messages on the port between page and engine. */
export type PortRequest = { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
export type PortMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'event'; readonly name: TillEventName; readonly event: TillEvents[TillEventName] }

/** Logs a bug and gives the reference under which support finds it. */
export type ReportBug = (cause: unknown) => string

/**
 * Answers one request: validate, run, wrap. Never throws; a throwing handler becomes `internal` with a reference.
 * @param raw whatever came over the line, trusted in nothing.
 */
export async function serveCall(raw: unknown, handlers: Handlers, reportBug: ReportBug): Promise<PortMessage | null> {
  if (!isPortRequest(raw)) return null
  const reply = (answer: Result<unknown, unknown>): PortMessage => ({ kind: 'reply', id: raw.id, reply: answer })
  if (!Object.hasOwn(calls, raw.name)) return reply(err({ code: 'bad_request', detail: `unknown call ${raw.name.slice(0, 64)}` }))
  const name = raw.name as CallName
  const parsed = readSafely(calls[name].input, raw.input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return reply(err({ code: 'bad_request', detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}` }))
  }
  try {
    // The one cast: name and input belong together, which TypeScript cannot see across the table.
    const handler = handlers[name] as (input: unknown) => Result<unknown, unknown> | Promise<Result<unknown, unknown>>
    return reply(await handler(parsed.data))
  } catch (cause) {
    return reply(err({ code: 'internal', ref: reportBug(cause) }))
  }
}

function isPortRequest(raw: unknown): raw is PortRequest {
  if (typeof raw !== 'object' || raw === null) return false
  const { kind, id, name } = raw as Record<string, unknown>
  return kind === 'call' && typeof id === 'number' && typeof name === 'string'
}
