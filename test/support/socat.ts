import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'

/** Two ends of one serial line, as files; `stop` pulls the plug. */
export type SerialLine = {
  readonly deviceEnd: string
  readonly tillEnd: string
  stop(): Promise<void>
  /** Plugs it in again under the same names. */
  plugIn(): Promise<void>
}

/** A real pair of pseudo terminals: the program opens one end as it would open a scanner. */
export async function serialLine(): Promise<SerialLine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-serial-'))
  const [deviceEnd, tillEnd] = [path.join(folder, 'device'), path.join(folder, 'till')]
  const plug = async () => {
    const started = spawn('socat', [`pty,raw,echo=0,link=${deviceEnd}`, `pty,raw,echo=0,link=${tillEnd}`], { stdio: 'ignore' })
    await vi.waitUntil(() => existsSync(deviceEnd) && existsSync(tillEnd), { timeout: 5_000 })
    return started
  }
  let socat = await plug()
  return {
    deviceEnd,
    tillEnd,
    async plugIn() {
      socat = await plug()
    },
    async stop() {
      if (socat.exitCode !== null || socat.signalCode !== null) return
      socat.kill()
      await once(socat, 'exit')
    },
  }
}
