// HQ's port: the one asked for, the one of the last start, or the first free one from 8787.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { Stop } from '../setup/console.mjs'

const firstPort = 8787
const tries = 100

/** @param {string} dataFolder @param {number | null} asked */
export async function chooseHqPort(dataFolder, asked) {
  const file = path.join(dataFolder, 'hq-port')
  if (asked !== null) {
    if (!(await isFree(asked))) throw new Stop(3, `Port ${asked} (TILLPOINT_HQ_PORT) is taken. Name another one.`)
    return asked
  }
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const candidates = [...(last > 0 ? [last] : []), ...Array.from({ length: tries }, (_, index) => firstPort + index)]
  for (const port of candidates) {
    if (!(await isFree(port))) continue
    writeFileSync(file, String(port))
    return port
  }
  throw new Stop(3, `No port from ${firstPort} to ${firstPort + tries - 1} is free. Name one: TILLPOINT_HQ_PORT=…`)
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
