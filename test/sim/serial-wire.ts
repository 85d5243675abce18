import { appendFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { startChild } from '../../build/start/child.mjs'
import { root } from '../support/tidy/project.ts'
import { until } from './window/until.ts'

const STOP_PATIENCE_MS = 3_000

/** A serial scanner at the other end of a real pair of pseudo terminals. */
export type SerialWire = {
  /** The port that the till opens. */
  readonly port: string
  /** Reads a code: its bytes and a carriage return on the line. */
  scan(code: string): Promise<void>
  unplug(): Promise<void>
}

/** @param folder where the two ends get their names */
export async function serialWire(folder: string): Promise<SerialWire> {
  const [device, port] = [path.join(folder, 'serial-scanner'), path.join(folder, 'serial-port')]
  // As root the till runs as another user, who must be able to open its end.
  const socat = startChild(['socat', `pty,raw,echo=0,link=${device}`, `pty,raw,echo=0,link=${port},mode=666`], { env: process.env, cwd: root })
  await until('serial line', async () => ({ isThere: existsSync(device) && existsSync(port) }), ({ isThere }) => isThere, 5_000)
  return {
    port,
    scan: (code) => appendFile(device, `${code}\r`),
    unplug: () => socat.stop(STOP_PATIENCE_MS),
  }
}
