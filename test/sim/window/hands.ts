import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
/**
 * As xdotool understands it, of a common scanner and of a person who types fast. Milliseconds; from one key to the next
 * xdotool 3.2016 lets half of it pass (measured: 36 of 70), and 36 ms is a scanner's pace.
 */
const SCANNER_DELAY_MS = 2
const PERSON_DELAY_MS = 150
const FOCUS_TIMEOUT_MS = 10_000

/** Real key events of the X server into one window: nothing in the browser knows that no person sits there. */
export type Hands = {
  /** A keyboard scanner: the code in a burst, Enter at the end. */
  scan(code: string): Promise<void>
  /** A person typing text. */
  type(text: string): Promise<void>
  /** A person pressing keys or chords one after the other, named as X names them (`F12`, `alt+0`, `Return`). */
  press(...keys: readonly string[]): Promise<void>
}

/**
 * Hands over the window of a process.
 * @param env where its display is @param processId asked at every use: the window may be another by then
 */
export function handsOn(env: NodeJS.ProcessEnv, processId: () => number): Hands {
  const act = async (...action: readonly string[]): Promise<void> => {
    const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--pid', String(processId())], { env, timeout: FOCUS_TIMEOUT_MS })
    const window = stdout.trim().split('\n').at(-1) ?? ''
    await run('xdotool', ['windowfocus', '--sync', window, ...action], { env, timeout: FOCUS_TIMEOUT_MS })
  }
  return {
    scan: (code) => act('type', '--delay', String(SCANNER_DELAY_MS), '--args', '1', code, 'key', 'Return'),
    type: (text) => act('type', '--delay', String(PERSON_DELAY_MS), '--args', '1', text),
    press: (...keys) => act('key', '--delay', String(PERSON_DELAY_MS), ...keys),
  }
}
