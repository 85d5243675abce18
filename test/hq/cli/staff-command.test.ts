import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffCommand } from '../../../src/hq/cli/staff-command.ts'
import { seed } from '../../../src/hq/seed.ts'
import { guardedSampleFiles, startTestHq, type TestHq } from '../../support/hq.ts'

let hq: TestHq
let pin = ''
beforeAll(async () => {
  hq = await startTestHq({ sample: false })
  await seed(hq.hq, guardedSampleFiles)
})
afterAll(() => hq.close())

async function staff(...words: string[]): Promise<string[]> {
  const printed: string[] = []
  await staffCommand(hq.hq, ['staff', ...words], { print: (text) => void printed.push(text), readPin: () => Promise.resolve(pin) })
  return printed
}

test('lists everybody, with whether they have a PIN and a badge, and neither of them', async () => {
  const lines = await staff()
  expect(lines).toHaveLength(11)
  expect(lines[0]).toBe('p01\t小宁\tcashier\ts1\tactive\tPIN\tbadge')
  expect(lines.join('\n')).not.toMatch(/ST1001|argon2/)
})

test('takes somebody on, changes her, and lets her go', async () => {
  pin = '7391'
  expect(await staff('add', 'p50', 's1', 'cashier', '小', '安')).toEqual(['p50 小 安: cashier in s1'])
  expect(await staff('stores', 'p50', 's1,s2')).toEqual(['p50 小 安: cashier in s1, s2, active'])
  expect(await staff('role', 'p50', 'manager')).toEqual(['p50 小 安: manager in s1, s2, active, no PIN: tillpoint-hq staff pin p50'])
  await expect(staff('pin', 'p50')).rejects.toThrow('at least 6')
  pin = '739155'
  expect(await staff('pin', 'p50')).toEqual(['p50 小 安: manager in s1, s2, active'])
  expect(await staff('leave', 'p50')).toEqual(['p50 小 安: manager in s1, s2, left'])
})

test.each([
  [['add', 'p51', 's9', 'cashier', 'A'], /no store s9/],
  [['add', 'p01', 's1', 'cashier', 'A'], /p01 is taken/],
  [['add', 'p51', 's1', 'chief', 'A'], /staff add ID/],
  [['role', 'p99', 'cashier'], /nobody of that id/],
  [['dance', 'p01'], /tillpoint-hq staff/],
  [['pin'], /tillpoint-hq staff/],
])('refuses %j in words', async (words, problem) => {
  pin = '739155'
  await expect(staff(...words)).rejects.toThrow(problem)
})
