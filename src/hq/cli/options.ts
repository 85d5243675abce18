import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Stop } from './stop.ts'

export const USAGE = `tillpoint-hq COMMAND [options]

  serve                     run HQ until it is told to end (SIGINT, SIGTERM)
      --port N              default: TILLPOINT_HQ_PORT, else the first free one from 8787
      --host ADDRESS        default 127.0.0.1; 0.0.0.0 for tills on other machines
      --seed                put in the sample shop where it is not there yet
      --console-password P  one-time password of the console; default: a new one, printed
  migrate                   bring the database up to date and end
  seed                      put in the sample shop where it is not there yet
      --programme FILE      with these rules; default: the sample's
  enrol-code [STORE]        print a one-time code for a till of the store (default: the first), good for 15 minutes
  console-password          print a new one-time password for the console
  programme publish FILE    check these rules and make them the current ones; an error refuses them
  coupons KIND [COUNT] [MEMBER]  make coupons and print their codes; for a member, or whoever has the code
  member-code CARD [DAY]    print the signed code of a member's card, valid until DAY (2027-12-31) or for good
  referrer MEMBER REFERRER  say who brought a new member; both get the rules' points for her first purchase
  erase MEMBER              destroy a member's personal data here and at every till; her account is closed
  import LIST FILE.csv      take in products, members, cards or balances; good rows go in, the rest is told by line
      --dry-run             say what would happen, change nothing
  backup FILE               write all that HQ knows into one file, while HQ serves; --force writes over a file
  restore FILE              put HQ back as a backup has it; --force: in the place of what is there
  doctor                    what is right, what is not, and what to do; --json
  import-journal FILE       take a file of events that a till wrote without a network; repeating it changes nothing
  suspense                  print the events that wait for a person
  suspense retry TILL EPOCH SEQ [HASH]       book one now: something has changed since
  suspense close TILL EPOCH SEQ [HASH] NOTE  it is never booked, and why
  staff [VERB ID …]         list the people at the tills; add, pin, role, stores, badge, leave, return
  revoke TILL               take a till's rights away; it may still bring its sales

Where the data is (all commands):
  --embedded DIR            a PostgreSQL of HQ's own in this folder; default: hq in the data folder
  --database URL            any other PostgreSQL; default: DATABASE_URL
  --key FILE                HQ's master key; default: hq.key in that folder
  --data DIR                the data folder; default: TILLPOINT_DATA, else ~/.local/share/tillpoint (root: /var/lib/tillpoint)
`

export type Place =
  | { readonly kind: 'embedded'; readonly folder: string; readonly keyFile: string }
  | { readonly kind: 'url'; readonly databaseUrl: string; readonly keyFile: string }

export type CommandLine = {
  readonly words: readonly string[]
  readonly place: Place
  readonly port: number | null
  readonly host: string
  readonly seed: boolean
  readonly help: boolean
  readonly consolePassword: string | null
  readonly programmeFile: string | null
  /** Say what would happen, change nothing. */
  readonly dryRun: boolean
  /** Do it although something would be lost. */
  readonly force: boolean
  readonly json: boolean
}

const PORT_MAX = 65_535

/** Reads the arguments. @throws Stop 2 for what it does not know. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values, positionals } = parse(args)
  const port = values.port ?? env['TILLPOINT_HQ_PORT']
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= PORT_MAX)) throw new Stop(2, `${port} is not a port`)
  return {
    words: positionals,
    place: placeOf(values, env),
    port: port === undefined ? null : Number(port),
    host: values.host ?? '127.0.0.1',
    seed: values.seed ?? false,
    help: values.help ?? false,
    consolePassword: values['console-password'] ?? null,
    programmeFile: values.programme ?? null,
    dryRun: values['dry-run'] ?? false,
    force: values.force ?? false,
    json: values.json ?? false,
  }
}

const optionTypes = {
  embedded: { type: 'string' },
  database: { type: 'string' },
  key: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  'console-password': { type: 'string' },
  programme: { type: 'string' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionTypes, allowPositionals: true, strict: true })
  } catch (cause) {
    throw new Stop(2, `${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`)
  }
}

function placeOf(values: ReturnType<typeof parse>['values'], env: NodeJS.ProcessEnv): Place {
  if (values.embedded !== undefined && values.database !== undefined) throw new Stop(2, '--embedded and --database name two places; choose one')
  const dataFolder = path.resolve(values.data ?? env['TILLPOINT_DATA'] ?? defaultDataFolder())
  const databaseUrl = values.database ?? (values.embedded === undefined ? env['DATABASE_URL'] : undefined)
  const folder = path.resolve(values.embedded ?? path.join(dataFolder, 'hq'))
  const keyFile = path.resolve(values.key ?? path.join(folder, 'hq.key'))
  return databaseUrl === undefined ? { kind: 'embedded', folder, keyFile } : { kind: 'url', databaseUrl, keyFile }
}

/** Root's home is closed to the user that PostgreSQL runs as. */
function defaultDataFolder(): string {
  return process.getuid?.() === 0 ? '/var/lib/tillpoint' : path.join(os.homedir(), '.local/share/tillpoint')
}
