// Is there a screen to show a window on?
import { existsSync } from 'node:fs'
import { createConnection } from 'node:net'
import path from 'node:path'
import { Stop } from '../setup/console.mjs'

const remedy = 'Start it on a desktop, or see a whole shift without one: npm run demo'

/** Says so and ends with 3 where there is no display, or one that does not answer. */
export async function demandDisplay() {
  if (process.platform !== 'linux') return
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, XDG_RUNTIME_DIR: runtimeFolder } = process.env
  if (!display && wayland && runtimeFolder && existsSync(path.resolve(runtimeFolder, wayland))) return
  if (!display) throw new Stop(3, `There is no display (DISPLAY is not set). ${remedy}`)
  const number = /^(?:unix)?:(\d+)/.exec(display)?.[1]
  // A display of another machine, as through ssh: only a try can tell.
  if (number === undefined) return
  if (!(await answers(`/tmp/.X11-unix/X${number}`)) && !(await answers(`\0/tmp/.X11-unix/X${number}`))) {
    throw new Stop(3, `The display ${display} does not answer. ${remedy}`)
  }
}

/** @returns {Promise<boolean>} */
function answers(address) {
  return new Promise((resolve) => {
    const socket = createConnection(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
