import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase } from '../../support/postgres.ts'
import type { Played } from './play.ts'
import { readSchedule } from './schedule.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/schedules')
const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort()

/** Those that must come out whole; the others (of ../../fixtures, from 01 to 13) are about leases, and may say that a step is not built yet. */
const MUST_HOLD = ['02', '04', '05', '06', '07', '13', '14', '15', '16', '17', '18']

describe('the schedules', () => {
  let out: { readonly exitCode: number; readonly lines: string[] }
  let played: Played[]
  beforeAll(async () => {
    out = await runScript(await makeDatabase('empty'))
    played = out.lines.map((line) => JSON.parse(line) as Played)
  })

  it('print one line a file, in their order, and nothing else', () => {
    expect(out.exitCode).toBe(0)
    expect(played).toHaveLength(files.length)
    for (const line of played) expect(Object.keys(line)).toEqual(expect.arrayContaining(['name', 'ok', 'steps', 'end', 'unmet']))
  })

  it.each(files)('%s holds, or says what is not built yet', (file) => {
    const line = played[files.indexOf(file)]
    expect(line?.unmet).toEqual([])
    if (MUST_HOLD.includes(file.slice(0, 2))) expect(line).toMatchObject({ ok: true })
    else expect(line?.ok === true || line?.notYet === true).toBe(true)
  })
})

describe('a schedule', () => {
  const plain = { format: 'tillpoint-schedule/1', name: 'n', at: '2026-11-25T10:00:00+08:00', programme: null, tills: { a: { store: 's1' } }, members: {}, steps: [] }
  it('with a field or a verb that nobody knows is refused by its path', () => {
    expect(readSchedule(JSON.stringify(plain))).toMatchObject({ kind: 'schedule' })
    expect(readSchedule(JSON.stringify({ ...plain, steps: [{ do: 'sell', till: 'a', totalMinor: 1, redeemPoint: 3 }] }))).toMatchObject({ kind: 'problem', problem: expect.stringContaining('steps.0') as string })
    expect(readSchedule(JSON.stringify({ ...plain, steps: [{ do: 'dance', till: 'a' }] }))).toMatchObject({ kind: 'problem' })
    expect(readSchedule('{')).toMatchObject({ kind: 'problem', problem: expect.stringContaining('JSON') as string })
  })
})

function runScript(databaseUrl: string): Promise<{ exitCode: number; lines: string[] }> {
  const args = [path.resolve(import.meta.dirname, '../main.ts'), '--script', ...files.map((name) => path.join(folder, name))]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env: { ...process.env, TILLPOINT_SIM_POSTGRES: databaseUrl }, maxBuffer: 1 << 26 }, (cause, stdout, stderr) => {
      const exitCode = cause === null ? 0 : typeof cause.code === 'number' ? cause.code : null
      if (exitCode === null || exitCode > 1) reject(new Error(`${cause?.message ?? ''}\n${stderr}`))
      else resolve({ exitCode, lines: stdout.trimEnd().split('\n') })
    })
  })
}
