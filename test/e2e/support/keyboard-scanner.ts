import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Milliseconds between the keys of a common scanner. */
const KEY_DELAY_MS = 2

/**
 * A keyboard scanner on the X display: real key events into the window that has the focus, with the display's own time
 * stamps. (Keys sent through the browser's debugging line come as late as the machine is busy; a scanner's do not.)
 */
export async function typeAsScanner(processId: number, code: string): Promise<void> {
  const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--pid', String(processId)])
  const window = stdout.trim().split('\n').at(-1) ?? ''
  // A scanner does not wait for other programs; without the right to go first it runs as it is.
  await run('nice', ['-n', '-10', 'xdotool', 'windowfocus', '--sync', window, 'type', '--delay', String(KEY_DELAY_MS), '--args', '1', code, 'key', 'Return'])
}
