/** Electron's end of a channel, as far as it is used here: a till's process knows no Electron types. */
export type ChannelPort = {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** The line of an Electron utility process to the process that started it. */
export type ParentPort = {
  on(event: 'message', listener: (message: { readonly data: unknown; readonly ports: readonly ChannelPort[] }) => void): unknown
  postMessage(message: unknown): void
}

/** @throws when this is no Electron utility process */
export function parentPort(): ParentPort {
  const { parentPort: port } = process as NodeJS.Process & { readonly parentPort?: ParentPort }
  if (port === undefined) throw new Error('this program runs only as an Electron utility process')
  return port
}
