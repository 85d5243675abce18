// npm start: an HQ with sample data, this till enrolled at it, and its window. Runs until the window is closed or it is
// told to end (SIGINT, SIGTERM); then ends both in good order.
import { mkdirSync, realpathSync } from 'node:fs'
import { runScript, say, Stop } from './setup/console.mjs'
import { demandDebianPackages } from './setup/debian-packages.mjs'
import { hold } from './setup/hold.mjs'
import { setUp } from './setup/index.mjs'
import { startChild } from './start/child.mjs'
import { demandDisplay } from './start/display.mjs'
import { enrolCodeFor, rememberEnrolled, startHq } from './start/hq.mjs'
import { readStartOptions } from './start/options.mjs'
import { chooseHqPort } from './start/port.mjs'
import { openWindow } from './start/window.mjs'

const windowPatienceMs = 8_000
const hqPatienceMs = 20_000

await runScript(async () => {
  const { dataFolder, hqPort } = readStartOptions(process.argv.slice(2), process.env)
  demandDebianPackages('run')
  await demandDisplay()
  await takeDataFolder(dataFolder)
  await setUp('run')
  return serve(dataFolder, hqPort, stopSignal())
})

/** @param {Promise<void>} stop told to end @returns {Promise<number>} exit code */
async function serve(dataFolder, hqPort, stop) {
  const children = []
  let isEnding = false
  /** Everything is started through this, so that nothing is left running, and nothing begun once the end has come. */
  const start = (patienceMs, ...args) => {
    if (isEnding) throw new Stop(0, 'ended while starting')
    const child = startChild(...args)
    children.unshift({ child, patienceMs })
    return child
  }
  try {
    return await Promise.race([stop.then(() => 0), untilWindowCloses(dataFolder, hqPort, start, () => isEnding)])
  } finally {
    isEnding = true
    for (const { child, patienceMs } of children) await child.stop(patienceMs)
  }
}

async function untilWindowCloses(dataFolder, hqPort, start, isEnding) {
  const hq = await startHq(dataFolder, await chooseHqPort(dataFolder, hqPort), start.bind(null, hqPatienceMs))
  const window = await openWindow({ dataFolder, hqUrl: hq.url, enrolCode: await enrolCodeFor(dataFolder) }, start.bind(null, windowPatienceMs))
  if (window.isReady) rememberEnrolled(dataFolder)
  void hq.child.ended.then((code) => isEnding() || say(`HQ ended (${code}); the till sells on without it.`))
  const code = await window.child.ended
  if (code !== 0) throw new Stop(1, `The till’s window ended by itself (${code}).`)
  return 0
}

/** One start a data folder. */
async function takeDataFolder(dataFolder) {
  try {
    mkdirSync(dataFolder, { recursive: true })
  } catch (cause) {
    throw new Stop(3, `The data folder ${dataFolder} cannot be made: ${cause.message}. Name another one: npm start -- --data DIR`)
  }
  const outcome = await hold(`data of ${realpathSync(dataFolder)}`, `npm start, process ${process.pid}, since ${new Date().toISOString()}`)
  if ('heldBy' in outcome) throw new Stop(1, `${dataFolder} is in use by ${outcome.heldBy}. Close that program first, or name another folder: npm start -- --data DIR`)
}

/** @returns {Promise<void>} */
function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve())
  })
}
