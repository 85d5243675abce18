import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { caseJson, line, programmeJson } from '../support/rule-case.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const main = path.join(root, 'src/cli/main.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'quote-'))
afterAll(() => rmSync(folder, { recursive: true }))

mkdirSync(path.join(folder, 'cases'))
const write = (name: string, json: unknown): void =>
  writeFileSync(path.join(folder, name), typeof json === 'string' ? json : JSON.stringify(json))
const sale = { lines: [line('A', 12880)] }
write('programme.json', programmeJson())
write('cases/good.json', { ...caseJson({}, sale), programme: '../programme.json' })
write('cases/refused.json', caseJson({}, { ...sale, redeemPoints: 5 }))
write('cases/bad.json', caseJson({}, { lines: [line('A', 10.5)] }))
write('cases/lost.json', { ...caseJson({}, sale), programme: 'nowhere.json' })
write('cases/broken.json', '{ "programme": ')

interface Ran {
  readonly exit: number | null
  readonly out: string
  readonly err: string
}

function tillpoint(args: readonly string[], input = ''): Ran {
  const ran = spawnSync(process.execPath, [main, ...args], { cwd: folder, input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  return { exit: ran.status, out: ran.stdout, err: ran.stderr }
}

describe('tillpoint quote FILE', () => {
  it('prints the result, the programme found beside the case', () => {
    const { exit, out } = tillpoint(['quote', 'cases/good.json'])
    expect(JSON.parse(out)).toMatchObject({ earnPoints: 128, payMinor: 12880, balancePoints: 128 })
    expect(exit).toBe(0)
  })
  it('exits 1 with the name of the rule', () => {
    const { exit, out } = tillpoint(['quote', 'cases/refused.json'])
    expect(JSON.parse(out)).toMatchObject({ rejected: 'insufficient_points', detail: { points: 5 } })
    expect(exit).toBe(1)
  })
  it.each([
    ['cases/bad.json', 'lines[0].unitPriceMinor'],
    ['cases/lost.json', 'programme'],
    ['cases/broken.json', ''],
    ['cases/none.json', ''],
  ])('exits 2 for %s', (file, at) => {
    const { exit, out } = tillpoint(['quote', file])
    const answer = JSON.parse(out) as Record<string, unknown>
    expect(Object.keys(answer)).toEqual(['error', 'path', 'problem'])
    expect(answer['path']).toBe(at)
    expect(exit).toBe(2)
  })
  it.each([[[]], [['quote']], [['quote', 'a', 'b']], [['fly']]])('exits 2 for the arguments %j', (args) => {
    const { exit, out, err } = tillpoint(args)
    expect(exit).toBe(2)
    expect(out).toBe('')
    expect(err).toContain('usage')
  })
})

describe('tillpoint quote -', () => {
  it('answers every case on a line of its own, in order, blank lines skipped', () => {
    const good = { ...caseJson({}, sale), programme: 'programme.json' }
    const cases = [good, caseJson({}, { ...sale, redeemPoints: 5 }), caseJson({}, { lines: [line('A', 10.5)] })]
    const input = [...cases.map((each) => JSON.stringify(each)), '', '{', '  ', JSON.stringify(good)].join('\n')
    const { exit, out } = tillpoint(['quote', '-'], input)
    const answers = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { exit: number; result: object })
    expect(answers.map((answer) => answer.exit)).toEqual([0, 1, 2, 2, 0])
    expect(answers[1]?.result).toMatchObject({ rejected: 'insufficient_points' })
    expect(answers[2]?.result).toMatchObject({ path: 'lines[0].unitPriceMinor' })
    expect(answers[3]?.result).toMatchObject({ path: '' })
    expect(answers[4]?.result).toMatchObject({ earnPoints: 128 })
    expect(exit).toBe(0)
  })

  it('answers each case before the next one is there', async () => {
    const child = spawn(process.execPath, [main, 'quote', '-'], { cwd: folder })
    const answers = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>
    const text = JSON.stringify(caseJson({}, sale))
    for (let turn = 0; turn < 3; turn += 1) {
      child.stdin.write(`${text}\n`)
      let answer = ''
      while (!answer.endsWith('\n')) answer += String((await answers.next()).value)
      expect(JSON.parse(answer)).toMatchObject({ exit: 0 })
    }
    child.stdin.end()
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
  })

  it('plays the cases worked out by hand', () => {
    const file = new URL('../fixtures/rule-cases.jsonl', import.meta.url)
    const ruleCases = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { case: object; exit: number })
    const { out } = tillpoint(['quote', '-'], ruleCases.map((each) => JSON.stringify(each.case)).join('\n'))
    const exits = out
      .trimEnd()
      .split('\n')
      .map((text) => (JSON.parse(text) as { exit: number }).exit)
    expect(exits).toEqual(ruleCases.map((each) => each.exit))
  })
})

describe('tillpoint check', () => {
  it('prints a finding a line; warnings alone exit 0', () => {
    const { exit, out } = tillpoint(['check', 'programme.json'])
    const findings = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as { level: string })
    expect(findings.every((finding) => finding.level === 'warning')).toBe(true)
    expect(exit).toBe(0)
  })
  it('exits 1 below a legal minimum, 2 for the schema', () => {
    write('low.json', programmeJson({ storedValue: { coolingDays: 0 } }))
    write('odd.json', programmeJson({ colour: 'red' }))
    expect(tillpoint(['check', 'low.json']).exit).toBe(1)
    const odd = tillpoint(['check', 'odd.json'])
    expect(JSON.parse(odd.out)).toMatchObject({ level: 'error', path: 'colour' })
    expect(odd.exit).toBe(2)
  })
})
