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
  /** A new engine answers at this port; calls that waited for the first one are sent. */
  connect(port: PagePort): void
  /** The engine died: every open call answers `engine_away`, as do new ones until there is a port again. */
  away(): void
}

const ENGINE_AWAY = { ok: false, error: { code: 'engine_away' } } as const

type Answer = (reply: unknown) => void

/** Numbers calls and matches answers to them. It checks nothing: the engine does, and the page may be wrong about itself. */
export function createBridge(): ConnectedBridge {
  const open = new Map<number, Answer>()
  const listeners = new Map<TillEventName, Set<(event: never) => void>>()
  let waiting: PortRequest[] = []
  let port: PagePort | null = null
  let state: 'starting' | 'connected' | 'away' = 'starting'
  let lastId = 0

  function receive(message: PortMessage): void {
    if (message.kind === 'reply') {
      open.get(message.id)?.(message.reply)
      open.delete(message.id)
      return
    }
    for (const listener of listeners.get(message.name) ?? []) listener(message.event as never)
  }

  function call(name: string, input: unknown, answer: Answer): void {
    if (state === 'away') {
      answer(ENGINE_AWAY)
      return
    }
    lastId += 1
    const request: PortRequest = { kind: 'call', id: lastId, name, input }
    open.set(request.id, answer)
    if (port === null) waiting.push(request)
    else port.postMessage(request)
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
      state = 'connected'
      next.onmessage = ({ data: message }) => receive(message as PortMessage)
      const due = waiting
      waiting = []
      for (const request of due) next.postMessage(request)
    },
    away() {
      port?.close()
      port = null
      state = 'away'
      waiting = []
      const unanswered = [...open.values()]
      open.clear()
      for (const answer of unanswered) answer(ENGINE_AWAY)
    },
  }
}
