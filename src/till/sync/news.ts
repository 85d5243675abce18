import { BACKOFF_CAP_QUEUED_MS, type Backoff } from './backoff.ts'
import type { HqClient } from './hq-client.ts'
import type { Link } from './link.ts'
import type { StepResult } from './loop.ts'
import type { Sessions } from './session.ts'

/**
 * Listens to HQ's server-sent events, so that a change is here in a moment without asking all the time. They only say
 * that something is new: what it is comes by pulling. A stream that ends is also the first sign that HQ is gone.
 */
export type News = {
  /** One stream, from its opening to its end. */
  step(): Promise<StepResult>
  /** Is HQ telling us at this moment? */
  isTold(): boolean
}

/** HQ writes a comment every 15 s. */
const SILENCE_MS_MAX = 40_000

export function createNews(deps: {
  readonly client: HqClient
  readonly sessions: Sessions
  readonly link: Link
  readonly backoff: Backoff
  /** There is something new, or the stream has ended: pull. */
  readonly onNews: () => void
}): News {
  let told = false
  return {
    isTold: () => told,
    async step() {
      if (deps.link.state().kind !== 'online') return { kind: 'idle', pollMs: null }
      const session = await deps.sessions.ensure()
      if (session.kind !== 'answer' || session.answer.standing === 'revoked') return { kind: 'idle', pollMs: null }
      const read = createEventReader((name) => {
        if (name === 'changed') deps.onNews()
      })
      const end = await deps.client.listen({
        token: session.answer.token,
        silenceMsMax: SILENCE_MS_MAX,
        onText(text) {
          told = true
          deps.backoff.reset()
          read(text)
        },
      })
      told = false
      deps.onNews()
      return { kind: 'failed', delayMs: deps.backoff.nextMs(BACKOFF_CAP_QUEUED_MS), holdMs: end.kind === 'failed' ? end.retryAfterMs : 0 }
    },
  }
}

/** Longer lines than HQ writes are no events. */
const LINE_CHARS_MAX = 4096

/** Reads the names of server-sent events out of a text that comes in pieces. (WHATWG HTML §9.2; names are all we need.) */
export function createEventReader(onEvent: (name: string) => void): (text: string) => void {
  let line = ''
  let name = 'message'
  let hasData = false
  return (text) => {
    for (const char of text) {
      if (char !== '\n') {
        // HQ ends lines with \n; what stands between may make that \r\n.
        if (char !== '\r' && line.length < LINE_CHARS_MAX) line += char
        continue
      }
      if (line.startsWith('event:')) name = line.slice('event:'.length).trim()
      else if (line.startsWith('data:')) hasData = true
      else if (line === '') {
        if (hasData) onEvent(name)
        name = 'message'
        hasData = false
      }
      line = ''
    }
  }
}
