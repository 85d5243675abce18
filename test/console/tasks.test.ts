import { describe, expect, test } from 'vitest'
import { CLOCK_OFF_MS, SILENT_MS, tasksOf, troublesOf } from '../../src/console/today/tasks.ts'
import { consoleOverview, consoleTill, NOW_MS } from './overview.ts'

describe('a till', () => {
  test('that was heard of, is in time and has nothing unread is fine', () => expect(troublesOf(consoleTill(), NOW_MS)).toEqual([]))
  test.each([
    ['unread records', { suspenseEvents: 2 }, ['suspense']],
    ['a clone', { forkSeenAtMs: 1 }, ['fork']],
    ['silence since long', { lastSeenAtMs: NOW_MS - SILENT_MS - 1 }, ['silent']],
    ['no silence yet', { lastSeenAtMs: NOW_MS - SILENT_MS }, []],
    ['never a word', { lastSeenAtMs: null }, ['silent']],
    ['a fast clock', { clockOffsetMs: CLOCK_OFF_MS + 1 }, ['clock']],
    ['a slow clock', { clockOffsetMs: -CLOCK_OFF_MS - 1 }, ['clock']],
    ['a clock within a minute', { clockOffsetMs: CLOCK_OFF_MS }, []],
    ['revocation: then silence is no news', { revoked: true, lastSeenAtMs: null }, ['revoked']],
  ] as const)('with %s', (_name, change, troubles) => expect(troublesOf(consoleTill(change), NOW_MS)).toEqual(troubles))
})

test('tasks stand worst first, one a trouble', () => {
  const tills = [
    consoleTill({ tillId: 'clock', clockOffsetMs: 660_000 }),
    consoleTill({ tillId: 'silent', lastSeenAtMs: NOW_MS - 7_200_000 }),
    consoleTill({ tillId: 'fine' }),
    consoleTill({ tillId: 'unread', suspenseEvents: 2, suspenseSinceMs: 5, clockOffsetMs: 660_000 }),
  ]
  const tasks = tasksOf(consoleOverview({ tills }))
  expect(tasks.map((task) => [task.kind, 'till' in task ? task.till.tillId : '', task.sinceMs])).toEqual([['suspense', 'unread', 5], ['silent', 'silent', NOW_MS - 7_200_000], ['clock', 'clock', null], ['clock', 'unread', null]])
})

test('stores without a till are a task; nothing at all is none', () => {
  expect(tasksOf(consoleOverview()).map((task) => task.kind)).toEqual(['no-tills'])
  expect(tasksOf(consoleOverview({ stores: [] }))).toEqual([])
})
