// Flags and environment of npm start, as in the README.
import path from 'node:path'
import { Stop } from '../setup/console.mjs'
import { defaultDataFolder } from '../setup/places.mjs'

const usage = 'usage: npm start [-- --data DIR]\n  TILLPOINT_DATA      the data folder, if not named\n  TILLPOINT_HQ_PORT   HQ’s port (default: the first free one from 8787)'

/**
 * @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {{ dataFolder: string, hqPort: number | null }}
 */
export function readStartOptions(args, env) {
  let dataFolder = env.TILLPOINT_DATA || defaultDataFolder()
  const rest = [...args]
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    if (flag === '--data') dataFolder = rest.shift() ?? ''
    else if (flag.startsWith('--data=')) dataFolder = flag.slice('--data='.length)
    else throw new Stop(2, `${flag === '--help' ? '' : `unknown: ${flag}\n`}${usage}`)
  }
  if (dataFolder === '') throw new Stop(2, usage)
  return { dataFolder: path.resolve(dataFolder), hqPort: portOf(env.TILLPOINT_HQ_PORT) }
}

function portOf(text) {
  if (text === undefined || text === '') return null
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Stop(2, `TILLPOINT_HQ_PORT is no port: ${text}`)
  return port
}
