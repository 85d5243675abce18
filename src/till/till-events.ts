import type { TillEventName, TillEvents } from '../contract/till-calls.ts'

/** Tells pages what happened. A listener that fails does not keep the others from hearing. */
export type TillEmitter = {
  on<N extends TillEventName>(name: N, listener: (event: TillEvents[N]) => void): () => void
  emit<N extends TillEventName>(name: N, event: TillEvents[N]): void
}

/** @param onFailure gets what a listener threw */
export function createTillEmitter(onFailure: (cause: unknown) => void): TillEmitter {
  const listeners: { readonly [N in TillEventName]: Set<(event: TillEvents[N]) => void> } = {
    'desk.changed': new Set(),
    'status.changed': new Set(),
    'scan.read': new Set(),
    'printer.changed': new Set(),
    'scanners.changed': new Set(),
    'serial-find.changed': new Set(),
    'calibration.changed': new Set(),
  }
  return {
    on(name, listener) {
      listeners[name].add(listener)
      return () => listeners[name].delete(listener)
    },
    emit(name, event) {
      for (const listener of listeners[name]) {
        try {
          listener(event)
        } catch (cause) {
          onFailure(cause)
        }
      }
    },
  }
}
