import type { TillBridge } from '../contract/serve.ts'

declare global {
  interface Window {
    /** Set by the preload script: the page's only door to the engine. */
    readonly till: TillBridge
  }
}

export type { TillBridge }
