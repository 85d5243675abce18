import { bindings } from '../keys/commands.ts'
import type { Handlers } from '../keys/layers.ts'

const nothing = (): void => undefined

/** No key reaches what is underneath: for a question that has to be answered first. */
export const quietKeys: Handlers = { ...Object.fromEntries(bindings.map(({ command }) => [command, nothing])), character: nothing }
