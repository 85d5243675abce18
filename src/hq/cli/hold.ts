import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'

/**
 * One HQ a folder, by a socket name that the kernel frees when its process ends, however it ends.
 * @returns null when the folder is ours now, else how its holder introduces itself.
 */
export async function holdFolder(folder: string, introduction: string): Promise<string | null> {
  const name = addressOf(realpathSync(folder))
  const server = createServer((socket) => socket.on('error', () => undefined).end(introduction))
  const isFree = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => (cause.code === 'EADDRINUSE' ? resolve(false) : reject(cause)))
    server.listen(name, () => resolve(true))
  })
  if (!isFree) return introductionOf(name)
  server.unref()
  return null
}

function addressOf(folder: string): string {
  const key = `tillpoint-hq-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${key}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${key}`
  return path.join(os.tmpdir(), `${key}.sock`)
}

function introductionOf(name: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = createConnection(name)
    socket.setTimeout(2_000, () => socket.destroy())
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text || 'another process'))
  })
}
