import type { TillWarning } from '../../contract/desk-state.ts'

/** What the shell (Electron's main process) and the engine's process say to each other. */

/** How the till's keys are kept: a key of 32 bytes that the shell unwrapped by the operating system's keychain. */
export type WrappingKey = { readonly kind: 'os' | 'basic_text'; readonly key: Uint8Array }

/** What the engine runs on, as plain values; the process makes clock, ids and ports itself. */
export type EngineStart = {
  readonly dataDir: string
  readonly wrappingKey: WrappingKey
  /** Null: no HQ was named; an enrolled till goes on with the one it knows. */
  readonly hq: { readonly url: string; readonly enrolCode: string | null } | null
  /** Another build of better-sqlite3, for a runtime with an older Node-API. */
  readonly sqliteBinding: string | null
  readonly programVersion: string
  readonly shellWarnings: readonly TillWarning[]
}

export type ShellToEngine =
  | { readonly kind: 'start'; readonly start: EngineStart }
  /** With the page's end of a new channel. */
  | { readonly kind: 'page-port' }
  /** With the drivers' end of a new channel: at the beginning, and whenever the drivers were started again. */
  | { readonly kind: 'drivers-port' }
  /** What became of `make-pdf`. */
  | { readonly kind: 'pdf-made'; readonly id: number; readonly path: string }
  | { readonly kind: 'pdf-failed'; readonly id: number; readonly problem: string }
  /** Close the files and end. */
  | { readonly kind: 'stop' }

/** A picture of paper (SVG), the name of its file, and the language of its words. */
export type PaperPicture = { readonly svg: string; readonly name: string; readonly lang: string }

export type LogLevel = 'info' | 'warn' | 'error'
export type EngineToShell =
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }
  /** The till cannot be opened, and trying again would not help: `code` is an error's name, `detail` says how to go on. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** Make a PDF file of a picture in the user's folder for downloads. */
  | { readonly kind: 'make-pdf'; readonly id: number; readonly picture: PaperPicture }
  /** A page has said hello and was answered. */
  | { readonly kind: 'page-ready' }

export type ShellToDrivers = { readonly kind: 'engine-port' }
