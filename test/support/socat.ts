import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'

/** Two ends of one serial line, as files; `stop` pulls the plug. */
export type SerialLine = { readonly deviceEnd: string; readonly tillEnd: string; stop(): Promise<void> }

/** A real pair of pseudo terminals: the program opens one end as it would open a scanner. */
export async function serialLine(): Promise<SerialLine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-serial-'))
  const [deviceEnd, tillEnd] = [path.join(folder, 'device'), path.join(folder, 'till')]
  const socat = spawn('socat', [`pty,raw,echo=0,link=${deviceEnd}`, `pty,raw,echo=0,link=${tillEnd}`], { stdio: 'ignore' })
  await vi.waitUntil(() => existsSync(deviceEnd) && existsSync(tillEnd), { timeout: 5_000 })
  return {
    deviceEnd,
    tillEnd,
    async stop() {
      if (socat.exitCode !== null || socat.signalCode !== null) return
      socat.kill()
      await once(socat, 'exit')
    },
  }
}
