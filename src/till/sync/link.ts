/** Why HQ will not have us, though it answers. A person has to look at it; the till sells on and keeps trying. */
export type LinkRefusal =
  /** What answers is not the HQ that enrolled this till (its signature does not hold). */
  | 'hq_not_genuine'
  | 'unknown_till'
  | 'bad_signature'
  | 'revoked'
  /** HQ has events of this till that this till does not have: its files are older than what it sent. */
  | 'hq_ahead'
  /** HQ has another event in the place of one of ours: two devices run with one identity. */
  | 'fork'
  /** HQ refuses what the contract says it must take. */
  | 'refused_by_hq'

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  | { readonly kind: 'offline'; readonly detail: string }
  | { readonly kind: 'refused'; readonly why: LinkRefusal; readonly detail: string }

/** What is known of the line to HQ: one place, told by whoever talked to HQ last, shown in the status bar. */
export type Link = {
  state(): LinkState
  /** The till's time at the last answer that HQ's own key or token stood behind; null: none yet. */
  lastContactAtMs(): number | null
  /** HQ answered. */
  heard(): void
  /** No usable answer. */
  lost(detail: string): void
  /** HQ, or what pretends to be it, will not open a session. */
  refused(why: LinkRefusal, detail: string): void
  /** The session holds, but our journal and HQ's do not fit together; stays until {@link unstuck}. */
  stuck(why: LinkRefusal, detail: string): void
  unstuck(): void
  onChange(listener: (state: LinkState) => void): () => void
}

/** @param nowMs the till's (trusted) time */
export function createLink(nowMs: () => number, lastContact: number | null): Link {
  let line: LinkState = { kind: 'connecting' }
  let trouble: (LinkState & { readonly kind: 'refused' }) | null = null
  let contactAtMs = lastContact
  const listeners = new Set<(state: LinkState) => void>()
  const state = (): LinkState => (line.kind === 'online' && trouble !== null ? trouble : line)
  const change = (act: () => void): void => {
    const before = state()
    act()
    const after = state()
    if (nameOf(before) !== nameOf(after)) for (const listener of listeners) listener(after)
  }
  return {
    state,
    lastContactAtMs: () => contactAtMs,
    heard: () =>
      change(() => {
        contactAtMs = nowMs()
        line = { kind: 'online' }
      }),
    lost: (detail) => change(() => (line = { kind: 'offline', detail })),
    refused: (why, detail) => change(() => (line = { kind: 'refused', why, detail })),
    stuck: (why, detail) => change(() => (trouble = { kind: 'refused', why, detail })),
    unstuck: () => change(() => (trouble = null)),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const nameOf = (state: LinkState): string => (state.kind === 'refused' ? state.why : state.kind)
