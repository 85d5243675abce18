// What set-up and the start scripts say, always on standard error: standard output belongs to the commands' results.

/** An end that the person can do something about: printed as one line, without a stack. */
export class Stop extends Error {
  /** @param {number} exitCode 1 refused, 2 bad usage, 3 something is missing here @param {string} message */
  constructor(exitCode, message) {
    super(message)
    this.exitCode = exitCode
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs one long step and says so, with its seconds.
 * @template T @param {string} name @param {() => T | Promise<T>} work @returns {Promise<T>}
 */
export async function during(name, work) {
  const startedMs = performance.now()
  say(`[set-up] ${name} …`)
  const outcome = await work()
  say(`[set-up] ${name}: done in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`)
  return outcome
}

/**
 * The frame of every script of `build/` and `bin/`: ends with the code of a Stop, or 1 and a stack for a bug.
 * @param {() => Promise<number | void>} main
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (cause) {
    if (cause instanceof Stop) {
      say(cause.message)
      process.exitCode = cause.exitCode
    } else {
      say(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
      process.exitCode = 1
    }
  }
}
