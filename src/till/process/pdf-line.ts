import type { MakePdf } from '../engine-options.ts'
import type { EngineToShell, ShellToEngine } from './shell-messages.ts'

type PdfAnswer = Extract<ShellToEngine, { kind: 'pdf-made' | 'pdf-failed' }>

/** Asks the shell for PDF files: the engine has no window to draw with. */
export type PdfLine = { readonly makePdf: MakePdf; answered(answer: PdfAnswer): void }

export function createPdfLine(tellShell: (message: EngineToShell) => void): PdfLine {
  const waiting = new Map<number, { made(path: string): void; failed(cause: Error): void }>()
  let lastId = 0
  return {
    makePdf: (picture) =>
      new Promise((made, failed) => {
        lastId += 1
        waiting.set(lastId, { made, failed })
        tellShell({ kind: 'make-pdf', id: lastId, picture })
      }),
    answered(answer) {
      const asker = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.kind === 'pdf-made') asker?.made(answer.path)
      else asker?.failed(new Error(answer.problem))
    },
  }
}
