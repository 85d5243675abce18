import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { caseJson, line, live } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'odd-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good = line('A', 1000)
const sale = (facts: Json): unknown => caseJson({}, { lines: [good], ...facts })
const rules = (overrides: Json): unknown => caseJson(overrides, { lines: [good] })
const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
/** As text: what JSON.stringify would not write. */
const withText = (name: string, text: string): string => JSON.stringify(sale({ [name]: 'HERE' })).replace('"HERE"', text)
const member = (facts: Json): unknown => sale({ member: { lots: [], ...facts } })
const promotion = (facts: Json): unknown => rules({ promotions: [{ ...live('p', 'percent-off', { percent: '5' }), ...facts }] })

/** What is odd, the case, its exit, and where the answer says the trouble is: a path, or the rule's name. */
const oddities: readonly (readonly [string, unknown, 0 | 1 | 2, string])[] = [
  ['1,000 lines', sale({ lines: Array.from({ length: 1000 }, () => good) }), 0, ''],
  ['no lines', sale({ lines: [] }), 0, ''],
  ['1,001 lines', sale({ lines: Array.from({ length: 1001 }, () => good) }), 2, 'lines'],
  ['a hundred thousand lines', sale({ lines: Array.from({ length: 100_000 }, () => good) }), 2, 'lines'],
  ['half a cent', sale({ lines: [line('A', 10.5)] }), 2, 'lines[0].unitPriceMinor'],
  ['money as text', sale({ lines: [{ ...good, unitPriceMinor: '1000' }] }), 2, 'lines[0].unitPriceMinor'],
  ['money of 10.0, which is a whole number', JSON.stringify(sale({ lines: [{ ...good, unitPriceMinor: 'X' }] })).replace('"X"', '10.0'), 0, ''],
  ['a negative price', sale({ lines: [line('A', -1)] }), 2, 'lines[0].unitPriceMinor'],
  ['a negative quantity', sale({ lines: [{ ...good, quantityMilli: -1000 }] }), 2, 'lines[0].quantityMilli'],
  ['no quantity', sale({ lines: [{ ...good, quantityMilli: 0 }] }), 2, 'lines[0].quantityMilli'],
  ['a quantity of half a thousandth', sale({ lines: [{ ...good, quantityMilli: 0.5 }] }), 2, 'lines[0].quantityMilli'],
  ['a price beyond 2^53', sale({ lines: [line('A', 2 ** 53)] }), 2, 'lines[0].unitPriceMinor'],
  ['1e400', JSON.stringify(sale({ lines: [{ ...good, unitPriceMinor: 'X' }] })).replace('"X"', '1e400'), 2, 'lines[0].unitPriceMinor'],
  ['a line beyond 2^53', sale({ lines: [{ ...good, unitPriceMinor: 2 ** 52, quantityMilli: 9000 }] }), 2, 'lines[0]'],
  ['lines that are beyond 2^53 together', sale({ lines: [line('A', 2 ** 53 - 1), good] }), 2, 'lines'],
  ['an unknown asset', sale({ lines: [{ ...good, asset: 'gold' }] }), 2, 'lines[0].asset'],
  ['an unknown field', sale({ colour: 'red' }), 2, 'colour'],
  ['an unknown field of a line', sale({ lines: [{ ...good, colour: 'red' }] }), 2, 'lines[0].colour'],
  ['an unknown field of the programme', rules({ colour: 'red' }), 2, 'programme.colour'],
  ['who referred her, which no case holds', member({ referrer: 'm1' }), 2, 'member.referrer'],
  ['a field named __proto__', JSON.stringify(sale({ x: 1 })).replace('"x":1', '"__proto__":{"lines":[]}'), 2, '__proto__'],
  ['lines that are an object', sale({ lines: { 0: good, length: 1 } }), 2, 'lines'],
  ['a line that is null', sale({ lines: [null] }), 2, 'lines[0]'],
  ['lines nested 100,000 deep', withText('lines', deep(100_000)), 2, 'lines[0]'],
  ['a field nested 100,000 deep', withText('colour', deep(100_000)), 2, 'colour'],
  ['a case nested 100,000 deep', deep(100_000), 2, ''],
  ['a member that is a text', sale({ member: 'm1' }), 2, 'member'],
  ['a level that is none', member({ tier: 'tin' }), 2, 'member.tier'],
  ['a lot with negative points', member({ lots: [{ points: -1, earnedAt: '2026-01-01T00:00:00Z' }] }), 2, 'member.lots[0].points'],
  ['a carry that is no fraction', member({ carry: '1/0' }), 2, 'member.carry'],
  ['a birthday that never comes', member({ birthday: '13-40' }), 2, 'member.birthday'],
  ['a date that is none', member({ joined: '2026-02-30' }), 2, 'member.joined'],
  ['an instant without an offset', sale({ at: '2026-11-25T15:04:00' }), 2, 'at'],
  ['an instant that is none', sale({ at: '2026-11-25T25:04:00+08:00' }), 2, 'at'],
  ['an unknown zone', rules({ timeZone: 'Mars/Olympus' }), 2, 'programme.timeZone'],
  ['a zone that is an offset', rules({ timeZone: '+08:00' }), 2, 'programme.timeZone'],
  ['a programme of another form', rules({ format: 'tillpoint-programme/2' }), 2, 'programme.format'],
  ['no programme', sale({ programme: undefined }), 2, 'programme'],
  ['a programme that is a list', sale({ programme: [] }), 2, 'programme'],
  ['a programme at a folder', sale({ programme: '.' }), 2, 'programme'],
  ['a referral of -1 points', rules({ referral: { referrerPoints: -1 } }), 2, 'programme.referral.referrerPoints'],
  ['a referral paid some day', rules({ referral: { after: 'some-day' } }), 2, 'programme.referral.after'],
  ['a rate of a float', rules({ promotions: [live('p', 'earn-multiplier', { multiplier: 1.5 })] }), 2, 'programme.promotions[0].effect.multiplier'],
  ['a rate of 100,000 digits', rules({ promotions: [live('p', 'earn-multiplier', { multiplier: `1.${'3'.repeat(100_000)}` })] }), 2, 'programme.promotions[0].effect.multiplier'],
  ['110 percent off', promotion({ effect: { percent: '110' } }), 2, 'programme.promotions[0].effect.percent'],
  ['a kind of offer that is none', promotion({ kind: 'free-for-all' }), 2, 'programme.promotions[0].kind'],
  ['a recurrence every second', promotion({ when: { from: '2026-01-01', rrule: 'FREQ=SECONDLY' } }), 2, 'programme.promotions[0].when.rrule'],
  ['a recurrence that never comes', promotion({ when: { from: '2026-01-01', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' } }), 0, ''],
  ['the same promotion twice', rules({ promotions: [live('p', 'percent-off', { percent: '5' }), live('p', 'percent-off', { percent: '5' })] }), 2, 'programme.promotions[1].id'],
  ['more points than the member has', sale({ redeemPoints: 5 }), 1, 'insufficient_points'],
  ['points beyond 2^53', sale({ redeemPoints: 2 ** 53 }), 2, 'redeemPoints'],
  ['points as a word', sale({ redeemPoints: 'many' }), 2, 'redeemPoints'],
  ['a coupon of no kind', sale({ coupons: [{ code: 'C', coupon: 'none' }] }), 1, 'coupon_unknown'],
  ['a manual discount above the due', sale({ manualDiscountMinor: 1001 }), 1, 'manual_discount_over_due'],
  ['value that she has not', sale({ storedValueMinor: 1 }), 1, 'insufficient_stored_value'],
  ['more returned than sold', sale({ returns: [{ at: '2026-11-26T10:00:00+08:00', lines: [{ line: 0, quantityMilli: 1001 }] }] }), 1, 'return_exceeds_sale'],
  ['a returned line that is none', sale({ returns: [{ at: '2026-11-26T10:00:00+08:00', lines: [{ line: 9, quantityMilli: 1 }] }] }), 1, 'return_exceeds_sale'],
  ['a returned line before the first', sale({ returns: [{ at: '2026-11-26T10:00:00+08:00', lines: [{ line: -1, quantityMilli: 1 }] }] }), 2, 'returns[0].lines[0].line'],
  ['a number', 7, 2, ''],
  ['null', 'null', 2, ''],
  ['a list', [], 2, ''],
  ['half a case', '{"programme":', 2, ''],
  ['no JSON', 'hello', 2, ''],
  ['two cases on a line', '{} {}', 2, ''],
  ['a byte that is no UTF-8', '{"at":"\ufffd"}', 2, 'programme'],
]

type Answer = { readonly exit: number; readonly result: Readonly<Record<string, unknown>> }
const textOf = (json: unknown): string => (typeof json === 'string' ? json : JSON.stringify(json))
const run = (args: readonly string[], input = '') => spawnSync(process.execPath, [main, ...args], { cwd: folder, input, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 60_000 })

function expectAnswer(what: string, answer: Answer | undefined, expectedExit: number, place: string): void {
  const { exit, result } = answer ?? { exit: null, result: {} }
  expect([what, exit, exit === 1 ? result['rejected'] : exit === 2 ? result['path'] : ''], JSON.stringify(result).slice(0, 300)).toEqual([what, expectedExit, place])
  if (exit === 2) expect(result, what).toEqual({ error: expect.stringMatching(/^(schema|unreadable)$/) as string, path: place, problem: expect.stringMatching(/^.{3,400}$/) as string })
}

describe('odd cases', () => {
  it('each get an answer that names what is wrong; the stream goes on to the end', () => {
    const { status, stdout, stderr } = run(['quote', '-'], `${oddities.map(([, json]) => textOf(json)).join('\n')}\n${JSON.stringify(sale({}))}`)
    const answers = stdout.trimEnd().split('\n').map((text) => JSON.parse(text) as Answer)
    expect({ status, stderr, count: answers.length }).toEqual({ status: 0, stderr: '', count: oddities.length + 1 })
    for (const [index, [what, , exit, place]] of oddities.entries()) expectAnswer(what, answers[index], exit, place)
    expect(answers.at(-1)?.exit).toBe(0)
  })

  it.each([
    ['1,001 lines', 2, 'lines'],
    ['lines nested 100,000 deep', 2, 'lines[0]'],
    ['more points than the member has', 1, 'insufficient_points'],
    ['no JSON', 2, ''],
  ] as const)('as a file: %s', (wanted, exit, place) => {
    const [, json] = oddities.find(([what]) => what === wanted) ?? []
    writeFileSync(path.join(folder, 'case.json'), textOf(json))
    const { status, stdout, stderr } = run(['quote', 'case.json'])
    expect(stderr).toBe('')
    expectAnswer(wanted, { exit: status ?? -1, result: JSON.parse(stdout) as Answer['result'] }, exit, place)
  })
})
