import type { Command, ExitCode, Print } from './command.ts'

/** Every command of `tillpoint`. A new one is a file of its own and a row here. */
const commands = new Map<string, Command>([
  ['quote', { usage: 'tillpoint quote CASE.json | -', load: async () => (await import('./quote.ts')).quoteCommand }],
  ['check', { usage: 'tillpoint check PROGRAMME.json', load: async () => (await import('./check.ts')).checkCommand }],
  ['verify', { usage: 'tillpoint verify [--data DIR]', load: async () => (await import('./verify.ts')).verifyCommand }],
  [
    'decode',
    { usage: 'tillpoint decode FILE.json [--rules FILE]', load: async () => (await import('./decode.ts')).decode },
  ],
  ['doctor', { usage: 'tillpoint doctor [--data DIR] [--json]', load: async () => (await import('./doctor.ts')).doctorCommand }],
  ['inspect', { usage: 'tillpoint inspect [member CARD-OR-ID | sale ID-OR-RECEIPT | --salvage] [--data DIR]', load: async () => (await import('./inspect.ts')).inspectCommand }],
])

const print: Print = (line) => void process.stdout.write(`${line}\n`)
const complain: Print = (line) => void process.stderr.write(`${line}\n`)

/** Runs one command; the exit code waits until everything printed has been taken. */
async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  const command = commands.get(name ?? '')
  if (command === undefined) {
    const asked = name === '--help' || name === 'help'
    const say = asked ? print : complain
    say(['usage:', ...[...commands.values()].map(({ usage }) => `  ${usage}`)].join('\n'))
    return asked ? 0 : 2
  }
  const run = await command.load()
  return run(rest, print, complain)
}

// Whoever reads the output may stop early, as `head` does: not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await main(process.argv.slice(2))
