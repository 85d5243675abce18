import type { PortMessage, PortRequest, TillBridge } from '../contract/serve.ts'
import type { TillEventName } from '../contract/till-calls.ts'

/** The page's end of a channel, as far as it is used here. */
export type PagePort = {
  onmessage: ((message: { readonly data: unknown }) => void) | null
  postMessage(message: PortRequest): void
  close(): void
}

/** The bridge, and what the shell does to it. */
export type ConnectedBridge = {
  readonly bridge: TillBridge
  /** A new engine answers at this port; calls that waited for it are sent. */
  connect(port: PagePort): void
  /** The engine died: what it had been asked answers `engine_away`, for nobody knows what came of it. */
  away(): void
}

/** A call made while there is no engine waits so long for one: it is started again in less, and no scan is lost. */
export const AWAY_PATIENCE_MS = 1_500

const ENGINE_AWAY = { ok: false, error: { code: 'engine_away' } } as const

type Answer = (reply: unknown) => void
type After = (delayMs: number, act: () => void) => void

/**
 * Numbers calls and matches answers to them. It checks nothing: the engine does, and the page may be wrong about itself.
 * @param after calls back later; tests pass their own
 */
export function createBridge(after: After = (delayMs, act) => void setTimeout(act, delayMs)): ConnectedBridge {
  const open = new Map<number, Answer>()
  const listeners = new Map<TillEventName, Set<(event: never) => void>>()
  let waiting: PortRequest[] = []
  let port: PagePort | null = null
  let hasBeenAway = false
  let lastId = 0

  function settle(id: number, reply: unknown): void {
    const answer = open.get(id)
    open.delete(id)
    answer?.(reply)
  }

  function receive(message: PortMessage): void {
    if (message.kind === 'reply') settle(message.id, message.reply)
    else for (const listener of listeners.get(message.name) ?? []) listener(message.event as never)
  }

  function call(name: string, input: unknown, answer: Answer): void {
    lastId += 1
    const request: PortRequest = { kind: 'call', id: lastId, name, input }
    open.set(request.id, answer)
    if (port !== null) {
      port.postMessage(request)
      return
    }
    waiting.push(request)
    // The first start may take its time: a till that was never there has nothing to sell.
    if (hasBeenAway) after(AWAY_PATIENCE_MS, () => giveUp(request))
  }

  function giveUp(request: PortRequest): void {
    if (!waiting.includes(request)) return
    waiting = waiting.filter((other) => other !== request)
    settle(request.id, ENGINE_AWAY)
  }

  return {
    bridge: {
      // The reply belongs to the name, which the engine and the contract's types see to.
      invoke: (name, input) => new Promise((resolve) => call(name, input, resolve as Answer)),
      on(name, listener) {
        const known = listeners.get(name) ?? new Set()
        listeners.set(name, known.add(listener))
        return () => known.delete(listener)
      },
    },
    connect(next) {
      port?.close()
      port = next
      next.onmessage = ({ data: message }) => receive(message as PortMessage)
      const due = waiting
      waiting = []
      for (const request of due) next.postMessage(request)
    },
    away() {
      port?.close()
      port = null
      hasBeenAway = true
      const asked = [...open.keys()].filter((id) => !waiting.some((request) => request.id === id))
      for (const id of asked) settle(id, ENGINE_AWAY)
    },
  }
}
