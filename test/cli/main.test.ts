import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'

const tillpoint = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve(import.meta.dirname, '../../src/cli/main.ts'), ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

it('tells its commands to who asks, on standard output', () => {
  const { status, stdout } = tillpoint('--help')
  expect(status).toBe(0)
  for (const command of ['quote', 'check', 'decode', 'inspect']) expect(stdout).toContain(`tillpoint ${command} `)
})

it('an unknown command is bad usage, told on standard error', () => {
  const { status, stdout, stderr } = tillpoint('sell')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('tillpoint quote')
})
