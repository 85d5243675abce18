import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctorCommand } from '../../src/cli/doctor.ts'
import { checkFonts, checkPrinter, checkUdevRules, deviceNodes } from '../../src/cli/doctor/device-checks.ts'
import { checkDataFolder, checkFsync, checkKeychain, judgeDiskSpace } from '../../src/cli/doctor/disk-checks.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { hearHq, judgeClock, judgeHq } from '../../src/cli/doctor/hq-checks.ts'
import { makeTill } from '../support/till.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tillpoint-doctor-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function doctor(...args: string[]): Promise<{ code: number; lines: string[]; complaints: string[] }> {
  const lines: string[] = []
  const complaints: string[] = []
  const code = await doctorCommand(args, (line) => void lines.push(line), (line) => void complaints.push(line))
  return { code, lines, complaints }
}

describe('tillpoint doctor', () => {
  it('says of everything how it is and what to do, in words and as JSON', async () => {
    const till = await makeTill({ identity: { hqUrl: 'http://127.0.0.1:9' } })
    try {
      const { code, lines } = await doctor('--data', till.dataDir, '--json')
      const findings = lines.map((line) => JSON.parse(line) as Finding)
      const byCheck = new Map(findings.map((finding) => [finding.check, finding]))
      for (const check of ['data-folder', 'sqlite', 'keychain', 'fsync', 'disk-space', 'printer', 'fonts', 'clock', 'hq'] as const) expect(byCheck.has(check), check).toBe(true)
      expect(byCheck.get('sqlite')).toMatchObject({ state: 'ok' })
      expect(byCheck.get('sqlite')?.found).toMatch(/^3\.\d+\.\d+$/)
      expect(byCheck.get('hq')).toMatchObject({ state: 'warn' })
      for (const { state, todo } of findings) expect(todo === '').toBe(state === 'ok')
      expect(code).toBe(findings.some(({ state }) => state === 'bad') ? 1 : 0)
      const inWords = (await doctor('--data', till.dataDir)).lines.join('\n')
      expect(inWords).toMatch(/warn hq .*does not answer/)
      expect(inWords).toContain('→')
    } finally {
      await till.dispose()
    }
  })

  it('ends with 1 where there is no till, and with 2 for what it does not know', async () => {
    const { code, lines } = await doctor('--data', join(folder, 'nothing'))
    expect(code).toBe(1)
    expect(lines.join('\n')).toMatch(/bad {2}data-folder/)
    expect(await doctor('--frobnicate')).toMatchObject({ code: 2, complaints: ['usage: tillpoint doctor [--data DIR] [--json]'] })
  })

  it('leaves nothing behind', async () => {
    mkdirSync(join(folder, 'data'))
    await doctor('--data', join(folder, 'data'))
    expect(readdirSync(join(folder, 'data'))).toEqual([])
  })
})

describe('the disk', () => {
  it('is measured, and what answers faster than any disk is bad', () => {
    let ms = 0
    expect(checkFsync(folder, () => (ms += 0.005))).toMatchObject({ state: 'bad', found: expect.stringMatching(/faster than any disk/) as string })
    expect(checkFsync(folder, () => (ms += 1)).state).toBe('ok')
    expect(checkFsync(folder, () => (ms += 200))).toMatchObject({ state: 'warn' })
    expect(checkFsync(join(folder, 'nothing'), () => 0)).toMatchObject({ state: 'bad' })
  })
  it('in memory is bad', () => expect(checkFsync('/dev/shm', () => 0)).toMatchObject({ state: 'bad', found: expect.stringMatching(/tmpfs/) as string }))
  it('that is full, or nearly, is told', () => {
    expect([100, 500, 5000].map((mib) => judgeDiskSpace(mib * 1024 * 1024).state)).toEqual(['bad', 'warn', 'ok'])
  })
  it('that is not there is bad', () => expect(checkDataFolder(join(folder, 'nothing'), null)).toMatchObject({ state: 'bad' }))
  it('shows how the keys are sealed', () => {
    expect(checkKeychain(folder).state).toBe('warn')
    writeFileSync(join(folder, 'wrapping-key.sealed'), 'v10…')
    expect(checkKeychain(folder)).toMatchObject({ state: 'warn', found: expect.stringMatching(/everyone knows/) as string })
    writeFileSync(join(folder, 'wrapping-key.sealed'), 'v11…')
    expect(checkKeychain(folder).state).toBe('ok')
  })
})

describe('devices', () => {
  it('are looked for by the names of their files', () => {
    mkdirSync(join(folder, 'usb'))
    for (const name of ['hidraw0', 'ttyUSB1', 'ttyS0', 'usb/lp0', 'usb/hiddev0']) writeFileSync(join(folder, name), '')
    expect(deviceNodes(folder).map((node) => node.slice(folder.length + 1)).sort()).toEqual(['hidraw0', 'ttyUSB1', 'usb/lp0'])
  })
  it('want the udev rules', () => {
    expect(checkUdevRules([folder])).toMatchObject({ state: 'warn' })
    writeFileSync(join(folder, '70-tillpoint.rules'), '')
    expect(checkUdevRules(['/nothing', folder]).state).toBe('ok')
  })
  it('a printer is reached, or told to be looked at', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await checkPrinter({ kind: 'tcp', host: '127.0.0.1', port })).toMatchObject({ state: 'ok' })
    server.close()
    await once(server, 'close')
    expect(await checkPrinter({ kind: 'tcp', host: '127.0.0.1', port })).toMatchObject({ state: 'warn' })
    expect(await checkPrinter({ kind: 'file', path: join(folder, 'lp0') })).toMatchObject({ state: 'bad' })
    expect(await checkPrinter(null)).toMatchObject({ state: 'ok' })
  })
  it('fonts that cannot be listed are not called well', async () => {
    expect((await checkFonts(join(folder, 'no-such-program'))).state).toBe(process.platform === 'linux' ? 'warn' : 'ok')
  })
})

describe('HQ and the clock', () => {
  const answering = (date: string, status = 200): typeof fetch => () => Promise.resolve(new Response('', { status, headers: { date } }))
  it('are compared', async () => {
    const heard = await hearHq('http://hq.test', answering('Mon, 23 Nov 2026 10:00:00 GMT'))
    const hqMs = Date.parse('2026-11-23T10:00:00Z')
    expect([5, 120, 7200].map((seconds) => judgeClock(hqMs + seconds * 1000, heard).state)).toEqual(['ok', 'warn', 'bad'])
    expect(judgeClock(Date.parse('2001-01-01T00:00:00Z'), { kind: 'not-set' }).state).toBe('bad')
    expect(judgeHq(heard, 'http://hq.test').state).toBe('ok')
    expect(judgeHq(await hearHq('http://hq.test', answering('', 404)), 'http://hq.test').state).toBe('warn')
    expect(judgeHq(await hearHq(null, answering('')), null).state).toBe('warn')
  })
})
