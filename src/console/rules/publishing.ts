import { useState } from 'react'
import type { ConsoleChecked, ConsolePublished } from '../../contract/console-wire.ts'
import { checkProgramme, publishProgramme } from '../api.ts'

/** As HQ bounds it. */
const FILE_BYTES_MAX = 4 * 1024 * 1024

type Ready = Extract<ConsoleChecked, { readonly kind: 'ready' }>
type Done = Extract<ConsolePublished, { readonly kind: 'published' }>

/** From choosing a file to its being at work. */
export type Publishing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking'; readonly file: string }
  | { readonly kind: 'not-json'; readonly file: string; readonly problem: string }
  | { readonly kind: 'too-large'; readonly file: string }
  | { readonly kind: 'refused'; readonly file: string; readonly examplesCount: number; readonly findings: ConsoleChecked['findings'] }
  /** `isSure`: the button was pressed once and the question stands. `isBusy`: it is being published. */
  | { readonly kind: 'ready'; readonly file: string; readonly document: unknown; readonly checked: Ready; readonly isSure: boolean; readonly isBusy: boolean }
  | { readonly kind: 'outdated'; readonly file: string; readonly document: unknown; readonly version: number | null }
  | { readonly kind: 'published'; readonly file: string; readonly published: Done }
  | { readonly kind: 'away'; readonly file: string }

/** The steps of publishing. @param onPublished a version was added; @param onSignedOut the session is over */
export function usePublishing(onPublished: () => void, onSignedOut: () => void) {
  const [state, setState] = useState<Publishing>({ kind: 'idle' })

  async function check(file: string, document: unknown): Promise<void> {
    setState({ kind: 'checking', file })
    const asked = await checkProgramme(document)
    if (asked.kind === 'signed-out') onSignedOut()
    if (asked.kind !== 'answer') setState({ kind: 'away', file })
    else if (asked.answer.kind === 'refused') setState({ ...asked.answer, file })
    else setState({ kind: 'ready', file, document, checked: asked.answer, isSure: false, isBusy: false })
  }

  async function choose(file: Blob & { readonly name: string }): Promise<void> {
    if (file.size > FILE_BYTES_MAX) {
      setState({ kind: 'too-large', file: file.name })
      return
    }
    setState({ kind: 'checking', file: file.name })
    const read = readJson(await file.text())
    if (read.ok) await check(file.name, read.document)
    else setState({ kind: 'not-json', file: file.name, problem: read.problem })
  }

  async function publish(): Promise<void> {
    if (state.kind !== 'ready' || state.isBusy) return
    const { file, document, checked } = state
    setState({ ...state, isBusy: true })
    const asked = await publishProgramme(document, checked.replaces)
    if (asked.kind === 'signed-out') onSignedOut()
    if (asked.kind !== 'answer') {
      setState({ kind: 'away', file })
      return
    }
    const { answer } = asked
    if (answer.kind === 'published') setState({ kind: 'published', file, published: answer })
    else if (answer.kind === 'outdated') setState({ kind: 'outdated', file, document, version: answer.version })
    else setState({ kind: 'refused', file, examplesCount: 0, findings: answer.findings })
    onPublished()
  }

  return {
    state,
    choose,
    publish,
    /** Asks whether it is meant, or takes the question back. */
    ask: (isSure: boolean) => setState((now) => (now.kind === 'ready' ? { ...now, isSure } : now)),
    lookAgain: () => (state.kind === 'outdated' ? check(state.file, state.document) : Promise.resolve()),
    putAway: () => setState({ kind: 'idle' }),
  }
}

function readJson(typed: string): { readonly ok: true; readonly document: unknown } | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, document: JSON.parse(typed.replace(/^\ufeff/, '')) }
  } catch (cause) {
    return { ok: false, problem: cause instanceof Error ? cause.message : '' }
  }
}
