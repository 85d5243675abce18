import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { PrinterConnection } from '../../contract/printer-setting.ts'
import { bad, fine, warn, type Finding } from './finding.ts'

const NODES = [
  { folder: '', pattern: /^(hidraw\d+|ttyUSB\d+|ttyACM\d+)$/ },
  { folder: 'usb', pattern: /^lp\d+$/ },
] as const

/** Device files that a scanner, reader or printer may be. @param dev `/dev` */
export function deviceNodes(dev: string): string[] {
  return NODES.flatMap(({ folder, pattern }) => {
    const inside = join(dev, folder)
    return existsSync(inside) ? readdirSync(inside).filter((name) => pattern.test(name)).map((name) => join(inside, name)) : []
  })
}

/** May this user open what is plugged in? A keyboard is refused rightly: only those with the till's rules are opened. */
export function checkDevices(dev: string): Finding {
  const nodes = deviceNodes(dev)
  const closed = nodes.filter((node) => !mayOpen(node))
  if (nodes.length === 0) return fine('devices', 'no scanner, serial port or USB printer is plugged in')
  if (closed.length === 0) return fine('devices', `${nodes.length} can be opened: ${nodes.join(', ')}`)
  return warn('devices', `not to be opened by this user: ${closed.join(', ')}`, 'Install resources/udev/70-tillpoint.rules (see its head), unplug and plug in again. Ports of keyboards may stay closed.')
}

function mayOpen(node: string): boolean {
  try {
    accessSync(node, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

const RULES = '70-tillpoint.rules'

/** @param folders where udev reads rules */
export function checkUdevRules(folders: readonly string[]): Finding {
  const found = folders.map((folder) => join(folder, RULES)).find((file) => existsSync(file))
  if (found !== undefined) return fine('udev-rules', found)
  return warn('udev-rules', `${RULES} is not installed`, `Copy resources/udev/${RULES} to /etc/udev/rules.d, then: udevadm control --reload && udevadm trigger`)
}

const PRINTER_MS_MAX = 3000

/** Can the printer that is set be reached? @param connection null: none is set */
export async function checkPrinter(connection: PrinterConnection | null): Promise<Finding> {
  if (connection === null) return fine('printer', 'none is set up')
  if (connection.kind === 'tcp') {
    const { host, port } = connection
    const problem = await reach(host, port)
    return problem === null ? fine('printer', `${host}:${port} answers`) : warn('printer', `${host}:${port}: ${problem}`, 'Look at its power, its cable and its address (Alt D in the till).')
  }
  return mayOpen(connection.path) ? fine('printer', `${connection.path} can be opened`) : bad('printer', `${connection.path} cannot be opened by this user`, 'Is it plugged in? Are the udev rules installed?')
}

function reach(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PRINTER_MS_MAX })
    const end = (problem: string | null): void => {
      socket.destroy()
      resolve(problem)
    }
    socket.once('connect', () => end(null))
    socket.once('timeout', () => end('no answer'))
    socket.once('error', (cause) => end(cause.message))
  })
}

/** The window brings its own letters; pictures of receipts and PDF files use the system's. */
export async function checkFonts(program = 'fc-list'): Promise<Finding> {
  const listed = await new Promise<string | null>((resolve) => {
    execFile(program, [':lang=zh', 'family'], { timeout: 5000 }, (failure, stdout) => resolve(failure === null ? stdout : null))
  })
  if (listed === null) return process.platform === 'linux' ? warn('fonts', 'fc-list does not run: not known', 'Install fontconfig and fonts-noto-cjk.') : fine('fonts', 'as the system has them')
  const count = listed.split('\n').filter((line) => line.trim() !== '').length
  return count > 0 ? fine('fonts', `${count} families with Chinese characters`) : warn('fonts', 'no font with Chinese characters', 'Install fonts-noto-cjk: receipts on the screen and as PDF show boxes without it.')
}
