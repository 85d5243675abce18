import { commands } from './commands.ts'
import { readCommandLine, USAGE } from './options.ts'
import { serve } from './serve.ts'
import { Stop } from './stop.ts'
import { isUnavailable } from '../db/database.ts'
import { DatabaseFromTheFuture } from '../db/migrate.ts'

/** `tillpoint-hq`: results on standard output, everything else on standard error; exit codes in stop.ts. */
async function main(args: readonly string[]): Promise<void> {
  const line = readCommandLine(args, process.env)
  const [name] = line.words
  if (line.help || name === 'help') return void process.stdout.write(USAGE)
  if (name === undefined) throw new Stop(2, USAGE)
  const command = name === 'serve' ? serve : Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Stop(2, `unknown command ${name}\n\n${USAGE}`)
  await command(line)
}

try {
  await main(process.argv.slice(2))
} catch (cause) {
  const stop = stopOf(cause)
  process.stderr.write(`${stop ? stop.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`)
  process.exitCode = stop?.exitCode ?? 1
}

function stopOf(cause: unknown): Stop | null {
  if (cause instanceof Stop) return cause
  if (cause instanceof DatabaseFromTheFuture) return new Stop(1, cause.message)
  if (isUnavailable(cause)) return new Stop(3, `The database does not answer: ${cause instanceof Error ? cause.message : String(cause)}. Is DATABASE_URL right?`)
  return null
}
