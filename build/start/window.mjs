// The till's window: Electron, with its sandbox wherever that can be had.
import { say } from '../setup/console.mjs'
import { electronProgram } from '../setup/electron-runtime.mjs'
import { isRoot, root } from '../setup/places.mjs'
import { ensureUser, environmentOf, install, openDataFolder, userName } from './system-user.mjs'

/** Chromium on a display without a session bus or graphics card says much that helps nobody. */
const isNoise = (line) => /ERROR:(bus|viz_main_impl|command_buffer_proxy_impl|gl_surface|gpu_|object_proxy|angle_platform|dbus|interface_endpoint_client)/.test(line)
/** What it says where the kernel gives it no sandbox. */
const isAboutSandbox = (text) => /sandbox|namespace/i.test(text)

/**
 * Opens the till's window and waits until its page shows the till.
 * @param {object} till
 * @param {string} till.dataFolder @param {string} till.hqUrl @param {string | null} till.enrolCode
 * @param {string} [till.application] the folder of another build than the clone's own
 * @param {readonly string[]} [till.flags] further flags of Chromium
 * @param {NodeJS.ProcessEnv} [till.env] another environment than ours: another display
 * @param {(...args: Parameters<typeof import('./child.mjs').startChild>) => import('./child.mjs').RunningChild} start
 * @returns {Promise<{ child: import('./child.mjs').RunningChild, isReady: boolean }>} not ready: it ended instead
 */
export async function openWindow({ dataFolder, hqUrl, enrolCode, application = root, flags: always = [], env = process.env }, start) {
  const place = await prepare(dataFolder, application, env)
  const open = (flags) => start([place.electron, place.application, ...always, ...flags, `--data=${dataFolder}`, `--hq=${hqUrl}`], {
    cwd: place.application,
    env: { ...place.env, ...(enrolCode === null ? {} : { TILLPOINT_ENROL_CODE: enrolCode }) },
    isNoise,
    ...(isRoot ? { user: userName } : {}),
  })
  const isReady = async (child) => (await child.untilLine(/^till ready$/)) !== null
  const sandboxed = open([])
  if (await isReady(sandboxed)) return { child: sandboxed, isReady: true }
  if (!isAboutSandbox(sandboxed.errors())) return { child: sandboxed, isReady: false }
  say('This machine gives Chromium no sandbox: the till goes on without it, as only a checkout does. Do not use it for a shop.')
  const bare = open(['--no-sandbox'])
  return { child: bare, isReady: await isReady(bare) }
}

async function prepare(dataFolder, application, env) {
  if (!isRoot) return { electron: electronProgram(), application, env }
  const user = ensureUser()
  openDataFolder(dataFolder, user)
  return { ...(await install(application)), env: environmentOf(user, env) }
}
