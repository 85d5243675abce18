import { create } from 'zustand'
import type { DeskState, TillStatus } from '../../contract/desk-state.ts'
import type { Hello, ProductView } from '../../contract/till-calls.ts'
import type { TillBridge } from '../bridge.ts'

/** What the engine last said. The page never changes it by itself: it asks, and the answer comes back here. */
export type Mirror = {
  readonly connection: 'starting' | 'ready' | 'away'
  readonly desk: DeskState | null
  readonly status: TillStatus | null
  /** On the page's clock, when `status` came: the clock on the slab runs on from there. */
  readonly statusAtPageMs: number
  readonly quickKeys: readonly ProductView[]
}

export const useMirror = create<Mirror>()(() => ({ connection: 'starting', desk: null, status: null, statusAtPageMs: 0, quickKeys: [] }))

/**
 * Takes a newer state of the desk. An older one is dropped, and everything is asked for anew: on one ordered line it
 * can only come from an engine that started again and counts from the beginning.
 */
export function takeDesk(desk: DeskState, askAgain: () => void): void {
  const known = useMirror.getState().desk
  if (known === null || desk.revision >= known.revision) useMirror.setState({ desk })
  else askAgain()
}

export function takeStatus(status: TillStatus): void {
  useMirror.setState({ status, statusAtPageMs: performance.now() })
}

function takeHello(hello: Hello): void {
  useMirror.setState({ connection: 'ready', desk: hello.desk, quickKeys: hello.quickKeys })
  takeStatus(hello.status)
}

/** Asks again after this long while the engine is being started. */
const HELLO_AGAIN_MS = 400

/**
 * Mirrors the engine behind `bridge` until the returned function is called: says hello, follows what it tells, and
 * says hello again when it went away and came back.
 */
export function followEngine(bridge: TillBridge): { readonly sayHello: () => void; readonly stop: () => void } {
  const stopped = new AbortController()
  // A function, because it changes while an answer is awaited.
  const isStopped = (): boolean => stopped.signal.aborted
  let asking = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function sayHello(): Promise<void> {
    if (asking || isStopped()) return
    asking = true
    const reply = await bridge.invoke('till.hello', {}).catch(() => ({ ok: false }) as const)
    asking = false
    if (isStopped()) return
    if (reply.ok) {
      takeHello(reply.output)
      return
    }
    useMirror.setState((mirror) => ({ connection: mirror.desk === null ? 'starting' : 'away' }))
    timer = setTimeout(() => void sayHello(), HELLO_AGAIN_MS)
  }

  const ask = (): void => void sayHello()
  const unsubscribe = [
    bridge.on('desk.changed', (desk) => {
      // Goods and prices change between sales, so the quick keys are asked for with each new one.
      const isNextSale = useMirror.getState().desk?.saleId !== desk.saleId
      takeDesk(desk, ask)
      if (isNextSale) ask()
    }),
    bridge.on('status.changed', (status) => {
      takeStatus(status)
      // A till that has just been enrolled gets its goods while it is already on screen.
      if (useMirror.getState().quickKeys.length === 0) ask()
    }),
  ]
  ask()
  return {
    sayHello: ask,
    stop: () => {
      stopped.abort()
      clearTimeout(timer)
      for (const off of unsubscribe) off()
    },
  }
}
