import { useEffect, useRef } from 'react'
import { commandOf, isFieldsOwn, type Command } from './commands.ts'

/**
 * Who answers a key: an open question before the screen under it. Each part registers what it can do; a command goes
 * to the highest layer that knows it.
 */
export type Handlers = { readonly [C in Command]?: (() => void) | undefined } & {
  /** A character typed while no field has the focus. */
  readonly character?: ((character: string) => void) | undefined
}
export type Layer = 'screen' | 'panel' | 'overlay'
const order: readonly Layer[] = ['overlay', 'panel', 'screen']

type Registered = { readonly layer: Layer; readonly handlers: () => Handlers }
const registered = new Set<Registered>()

/** Registers this part's keys while it is on screen. The handlers of the latest drawing count. */
export function useKeys(layer: Layer, handlers: Handlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  useEffect(() => {
    const entry: Registered = { layer, handlers: () => latest.current }
    registered.add(entry)
    return () => void registered.delete(entry)
  }, [layer])
}

function handlerOf<Name extends keyof Handlers>(name: Name): Handlers[Name] {
  for (const layer of order) {
    // Of two on one layer the one that came later is in front.
    for (const entry of [...registered].reverse()) {
      const handler = entry.layer === layer ? entry.handlers()[name] : undefined
      if (handler !== undefined) return handler
    }
  }
  return undefined
}

/** Does the focused control act on this key itself? A button on Enter and space, a field on what types. */
function isTargetsOwn(target: EventTarget | null, key: string, command: Command | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const field = target.closest('input, textarea')
  if (field !== null) return command === null || isFieldsOwn(command)
  return target.closest('button, a, [role="button"], [role="dialog"] [data-own-keys]') !== null && (key === 'Enter' || key === ' ')
}

/** Runs commands from the keyboard: after the wedge hook, which is in the capture phase. Returns a function that stops. */
export function listenForCommands(page: Window): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return
    const command = commandOf(event)
    if (isTargetsOwn(event.target, event.key, command)) return
    if (command !== null) {
      const handler = handlerOf(command)
      // Function keys never reach the browser underneath (find, reload, menu), whether or not they mean something now.
      if (handler !== undefined || /^F\d+$/.test(event.key)) event.preventDefault()
      if (!event.repeat || command === 'line-up' || command === 'line-down') handler?.()
      return
    }
    if ([...event.key].length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const handler = handlerOf('character')
      if (handler === undefined) return
      event.preventDefault()
      handler(event.key)
    } else if (event.key === 'Backspace') handlerOf('character')?.('\b')
  }
  page.addEventListener('keydown', onKeyDown)
  return () => page.removeEventListener('keydown', onKeyDown)
}
