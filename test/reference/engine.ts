/** The engine as its users reach it: `tillpoint quote -`, a case a line in, an answer a line out. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Answer {
  readonly exit: number
  readonly result: unknown
}

export interface Engine {
  readonly quote: (caseJson: unknown) => Promise<Answer>
  readonly close: () => Promise<void>
}

const COMMAND = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** Starts `quote -` under this Node; `command` may name another program that speaks the same way. */
export function startEngine(command: readonly string[] = [COMMAND, 'quote', '-']): Engine {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, command, { stdio: 'pipe' })
  const waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }[] = []
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift()
    try {
      next?.resolve(JSON.parse(line) as Answer)
    } catch {
      next?.reject(new Error(`the engine printed no JSON: ${line.slice(0, 200)}`))
    }
  })
  const ended = new Promise<void>((resolve) => {
    child.on('close', (code) => {
      for (const one of waiting.splice(0))
        one.reject(new Error(`the engine ended with ${String(code)} before it answered: ${complaint}`))
      resolve()
    })
  })
  child.stdin.on('error', (error) => {
    complaint += error.message
  })
  return {
    quote: (caseJson) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ resolve, reject })
        child.stdin.write(`${JSON.stringify(caseJson)}\n`)
      }),
    close: async () => {
      child.stdin.end()
      await ended
    },
  }
}
