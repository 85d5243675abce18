import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'

const NOBODY = 65_534
const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-debian-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true }))

/** A machine whose dpkg knows only these packages, as a person without root's rights meets it. */
function startOn(installed: readonly string[]): { readonly code: number | null; readonly stderr: string } {
  writeFileSync(path.join(folder, 'dpkg-query'), `#!/bin/sh\n${installed.map((name) => `echo "${name} installed"`).join('\n')}\n`, { mode: 0o755 })
  const isRoot = process.getuid?.() === 0
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'build/start.mjs'), '--data', path.join(folder, 'data')], {
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin` },
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  return { code: status, stderr }
}

const all = [
  'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libatk-bridge2.0-0', 'libcups2', 'libdrm2', 'libxkbcommon0', 'libxcomposite1',
  'libxdamage1', 'libxrandr2', 'libusb-1.0-0', 'udev', 'fonts-noto-cjk', 'unzip', 'gcc', 'g++', 'libc6-dev',
]

describe('missing Debian packages, without root’s rights', () => {
  it('are named in one line to type, with exit 3, before anything else is done', () => {
    const { code, stderr } = startOn(all.filter((name) => name !== 'libnss3' && name !== 'unzip'))
    expect(code).toBe(3)
    expect(stderr).toBe('Debian packages are missing. Install them once with:\nsudo apt-get install -y libnss3 unzip\n')
  })
  it('are none under the names that newer releases give them', () => {
    const { stderr } = startOn(all.map((name) => (['libgtk-3-0', 'libasound2', 'libcups2', 'libatk-bridge2.0-0'].includes(name) ? `${name}t64` : name)))
    expect(stderr).toContain('There is no display')
  })
})
