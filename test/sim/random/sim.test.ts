import { execFile } from 'node:child_process'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const program = path.resolve(import.meta.dirname, '../main.ts')

/** Each a story of its own; `npm run sim:long` plays thousands, and longer ones. */
const SEEDS = 50
const STEPS = 15
/** It takes half a minute on two cores of its own. */
const LOADED_MACHINE_MS = 400_000

describe('the simulation', () => {
  let first: Ran
  let again: Ran
  beforeAll(async () => {
    // Two processes at once: the machine that runs this has two cores.
    const half = SEEDS / 2
    const [a, b] = await Promise.all([sim(['--seed', '1', '--seeds', String(half), '--steps', String(STEPS)]), sim(['--seed', String(half + 1), '--seeds', String(half), '--steps', String(STEPS)])])
    first = { exitCode: Math.max(a.exitCode, b.exitCode), lines: [...a.lines, ...b.lines] }
    again = await sim(['--seed', '1', '--steps', String(STEPS)])
  }, LOADED_MACHINE_MS)

  it(`plays ${SEEDS} seeds in which nothing is lost or doubled, and which heal within a minute`, () => {
    const played = first.lines.filter((line) => line.startsWith('seed '))
    expect(played).toHaveLength(SEEDS)
    expect(played.filter((line) => !line.includes(': ok, healed in '))).toEqual([])
    expect(first.exitCode).toBe(0)
  })

  it('plays a seed again exactly', () => {
    const tracesOf = ({ lines }: Ran): string[] => lines.flatMap((line) => /^seed 1 .*trace ([0-9a-f]{64})/.exec(line)?.[1] ?? [])
    expect(tracesOf(again)).toHaveLength(1)
    expect(tracesOf(again)).toEqual(tracesOf(first))
  })
})

describe('a chain of tills', () => {
  it('does not come back to HQ as a herd', async () => {
    const { exitCode, lines } = await sim(['--herd'])
    expect(lines.join()).toContain('ok')
    expect(exitCode).toBe(0)
  }, LOADED_MACHINE_MS)
})

type Ran = { readonly exitCode: number; readonly lines: readonly string[] }

function sim(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 1 << 26 }, (cause, stdout, stderr) => {
      const exitCode = cause === null ? 0 : typeof cause.code === 'number' ? cause.code : null
      if (exitCode === null || exitCode > 1) reject(new Error(`${cause?.message ?? ''}\n${stderr}`))
      else resolve({ exitCode, lines: stdout.split('\n') })
    })
  })
}
