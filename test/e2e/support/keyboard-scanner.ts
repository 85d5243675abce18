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
  await pressKeys(processId, ...burst(code), 'key', 'Return')
}

/** xdotool's words for a burst. @param delayMs as xdotool understands it: about half of it passes from key to key */
export function burst(code: string, delayMs = KEY_DELAY_MS): readonly string[] {
  return ['type', '--delay', String(delayMs), '--args', '1', code]
}

/** Lets xdotool press, in one go. */
export async function pressKeys(processId: number, ...actions: readonly string[]): Promise<void> {
  const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--pid', String(processId)])
  const window = stdout.trim().split('\n').at(-1) ?? ''
  // A scanner does not wait for other programs; without the right to go first it runs as it is.
  await run('nice', ['-n', '-10', 'xdotool', 'windowfocus', '--sync', window, ...actions])
}
