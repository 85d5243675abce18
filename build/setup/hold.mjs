// One holder at a time, by a socket name that the kernel frees when its process ends, however it ends.
import { createHash } from 'node:crypto'
import { createConnection, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import os from 'node:os'
import path from 'node:path'

/**
 * @param {string} subject what is held, such as a folder @param {string} holder how the holder introduces itself
 * @returns {Promise<{ release(): void } | { heldBy: string }>}
 */
export async function hold(subject, holder) {
  const name = addressOf(subject)
  const server = createServer((socket) => socket.on('error', () => undefined).end(holder))
  const free = await new Promise((resolve, reject) => {
    server.on('error', (cause) => (cause.code === 'EADDRINUSE' ? resolve(false) : reject(cause)))
    server.listen(name, () => resolve(true))
  })
  if (free) {
    server.unref()
    return { release: () => void server.close() }
  }
  return { heldBy: await introductionOf(name) }
}

/** As `hold`, but waits for the other to finish. @param {(holder: string) => void} onWait */
export async function holdPatiently(subject, holder, onWait) {
  for (let waited = false; ; waited = true) {
    const outcome = await hold(subject, holder)
    if ('release' in outcome) return outcome
    if (!waited) onWait(outcome.heldBy)
    await sleep(200)
  }
}

function addressOf(subject) {
  const key = `tillpoint-${createHash('sha256').update(subject).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${key}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${key}`
  return path.join(os.tmpdir(), `${key}.sock`)
}

/** @returns {Promise<string>} */
function introductionOf(name) {
  return new Promise((resolve) => {
    let text = ''
    const socket = createConnection(name)
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (chunk) => (text += chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text || 'another process'))
  })
}
