import type { AnswerOf, MessageName, RequestOf } from '../../contract/hq-wire.ts'
import type { DurablePosition } from '../../contract/wire-common.ts'
import type { ChallengeAnswer, SessionAnswer } from '../../contract/wire-session.ts'
import { base64Of, bytesOfBase64 } from '../../journal/codec.ts'
import type { SignedAck } from '../../journal/ack.ts'
import type { Sign, Verify } from '../../journal/crypto.ts'
import { sessionAnswerSigningBytes, sessionSigningBytes } from '../../journal/session.ts'
import type { HqClient, HqReply } from './hq-client.ts'
import type { Link } from './link.ts'

/**
 * A session with HQ: the till signs HQ's nonce and gets a token; HQ signs its answer over the same nonce, so that clock,
 * durable position and incarnation are believed only from the HQ that enrolled this till. All calls go through here, so
 * the state of the line is always that of the last word heard.
 */
export type Session = {
  readonly token: string
  /** Rises with every session opened: whoever keeps something from an older one reads it anew. */
  readonly number: number
  readonly incarnation: number
  readonly durable: DurablePosition
  readonly standing: SessionAnswer['standing']
  /** HQ's signature over its answer: proof of what it held at this moment. */
  readonly proof: { readonly nonce: string; readonly hqAtMs: number; readonly signature: string }
}
export type SessionReply<Answer> = HqReply<Answer> | { readonly kind: 'shut'; readonly detail: string }
export type Sessions = {
  /** The open session, or a new one. Callers at the same time share one attempt. */
  ensure(): Promise<SessionReply<Session>>
  /** One call inside a session; where HQ no longer knows the token, once more inside a new one. */
  call<N extends MessageName>(name: N, request: RequestOf<N>, timeoutMs: number): Promise<SessionReply<AnswerOf<N>>>
  /** Forgets the session: the next call opens another and learns HQ's position anew. */
  drop(): void
}

/** Short, because a line that swallows packets must be noticed before HQ has been back for long. */
export const SESSION_TIMEOUT_MS = 4_000

export type SessionDeps = {
  readonly client: HqClient
  readonly link: Link
  readonly tillId: string
  readonly hqPublicKey: Uint8Array
  readonly sign: Sign
  readonly verify: Verify
  /** Trusted time rests on it (R11). */
  readonly onHqTime: (hqAtMs: number) => void
  /** The newest ack that is held here, shown to HQ; null: none yet. */
  readonly newestAck: () => SignedAck | null
}

export function createSessions(deps: SessionDeps): Sessions {
  let current: Session | null = null
  let opening: Promise<SessionReply<Session>> | null = null
  let opened = 0

  const open = async (): Promise<SessionReply<Session>> => {
    const reply = await openSession(deps)
    if (reply.kind !== 'answer') return reply
    const { token, incarnation, durable, standing, hqAtMs, nonce, signature } = reply.answer
    deps.onHqTime(hqAtMs)
    opened += 1
    current = { token, number: opened, incarnation, durable, standing, proof: { nonce, hqAtMs, signature } }
    return { kind: 'answer', answer: current }
  }
  const ensure = (): Promise<SessionReply<Session>> => {
    if (current !== null) return Promise.resolve({ kind: 'answer', answer: current })
    opening ??= open().finally(() => (opening = null))
    return opening
  }

  const callOnce = async <N extends MessageName>(name: N, request: RequestOf<N>, timeoutMs: number) => {
    const session = await ensure()
    if (session.kind !== 'answer') return session
    const reply = await deps.client.call(name, request, { timeoutMs, token: session.answer.token })
    const tokenGone = reply.kind === 'refused' && reply.error === 'unauthorized'
    if (tokenGone && current === session.answer) current = null
    note(deps.link, reply)
    return reply
  }
  return {
    ensure,
    async call(name, request, timeoutMs) {
      const reply = await callOnce(name, request, timeoutMs)
      return reply.kind === 'refused' && reply.error === 'unauthorized' ? callOnce(name, request, timeoutMs) : reply
    },
    drop() {
      current = null
    },
  }
}

/** Any answer and any named refusal inside a session is a sign of life. */
function note(link: Link, reply: HqReply<unknown>): void {
  if (reply.kind === 'failed') link.lost(`${reply.why}: ${reply.detail}`)
  else link.heard()
}

async function openSession(deps: SessionDeps): Promise<SessionReply<SessionAnswer & { readonly nonce: string }>> {
  const { client, link, tillId, sign } = deps
  const challenge = await client.call('challenge', { tillId }, { timeoutMs: SESSION_TIMEOUT_MS })
  if (challenge.kind !== 'answer') return shut(link, challenge)
  const { nonce }: ChallengeAnswer = challenge.answer
  const signature = base64Of(sign(sessionSigningBytes({ tillId, nonce })))
  const ack = deps.newestAck()
  const reply = await client.call('session', { tillId, nonce, signature, ...(ack && { ack }) }, { timeoutMs: SESSION_TIMEOUT_MS })
  if (reply.kind !== 'answer') return shut(link, reply)
  if (!isGenuine(deps, nonce, reply.answer)) {
    link.refused('hq_not_genuine', 'the session answer is not signed by the HQ that enrolled this till')
    return { kind: 'shut', detail: 'hq_not_genuine' }
  }
  link.heard()
  return { kind: 'answer', answer: { ...reply.answer, nonce } }
}

function isGenuine({ verify, hqPublicKey, tillId }: SessionDeps, nonce: string, answer: SessionAnswer): boolean {
  const { hqAtMs, incarnation, durable } = answer
  const signature = bytesOfBase64(answer.signature)
  return signature !== null && verify(hqPublicKey, sessionAnswerSigningBytes({ tillId, nonce, hqAtMs, incarnation, durable }), signature)
}

function shut(link: Link, reply: Exclude<HqReply<unknown>, { kind: 'answer' }>): SessionReply<never> {
  if (reply.kind === 'failed') {
    link.lost(`${reply.why}: ${reply.detail}`)
    return reply
  }
  const why = reply.error === 'unknown_till' || reply.error === 'bad_signature' || reply.error === 'revoked' ? reply.error : 'refused_by_hq'
  link.refused(why, reply.detail)
  return { kind: 'shut', detail: reply.error }
}
