import { instantText } from '../../domain/business-date.ts'
import { bad, fine, warn, type Finding } from './finding.ts'

const HQ_MS_MAX = 5000
/** Before this program was written no clock can be right; epoch milliseconds. */
const EARLIEST_MS = Date.parse('2026-01-01T00:00:00Z')
const WARN_SECONDS = 60
const BAD_SECONDS = 3600

/** What HQ said: that it is there, and what time it has. */
export type HqHeard = { readonly kind: 'answered'; readonly status: number; readonly atMs: number | null } | { readonly kind: 'silent'; readonly why: string } | { readonly kind: 'not-set' }

/** Asks HQ whether it is there. @param hqUrl '' or null: this till knows none */
export async function hearHq(hqUrl: string | null, ask: typeof fetch): Promise<HqHeard> {
  if (hqUrl === null || hqUrl === '') return { kind: 'not-set' }
  try {
    const answer = await ask(new URL('/healthz', hqUrl), { signal: AbortSignal.timeout(HQ_MS_MAX) })
    const atMs = Date.parse(answer.headers.get('date') ?? '')
    return { kind: 'answered', status: answer.status, atMs: Number.isNaN(atMs) ? null : atMs }
  } catch (cause) {
    const { message, cause: deeper } = cause instanceof Error ? cause : { message: String(cause), cause: undefined }
    return { kind: 'silent', why: deeper instanceof Error ? deeper.message : message }
  }
}

export function judgeHq(heard: HqHeard, hqUrl: string | null): Finding {
  switch (heard.kind) {
    case 'not-set':
      return warn('hq', 'this till knows no HQ', 'Start it once with --hq and an enrolment code.')
    case 'silent':
      return warn('hq', `${hqUrl ?? ''} does not answer: ${heard.why}`, 'The till goes on selling. Look at the network, and whether HQ runs.')
    case 'answered':
      return heard.status < 400 ? fine('hq', `${hqUrl ?? ''} answers`) : warn('hq', `${hqUrl ?? ''} answers ${heard.status}`, 'Is this the address of HQ? Look at its log.')
  }
}

/** Is this machine's clock right, by HQ's, which is exact to a second? */
export function judgeClock(wallMs: number, heard: HqHeard): Finding {
  const todo = 'Turn time synchronisation on (timedatectl set-ntp true) and set the clock.'
  if (wallMs < EARLIEST_MS) return bad('clock', `the clock says ${instantText(wallMs, 'UTC')}`, todo)
  if (heard.kind !== 'answered' || heard.atMs === null) return fine('clock', 'plausible; HQ could not be asked')
  const offSeconds = Math.round(Math.abs(wallMs - heard.atMs) / 1000)
  const found = `${offSeconds} s beside HQ`
  if (offSeconds > BAD_SECONDS) return bad('clock', found, todo)
  return offSeconds > WARN_SECONDS ? warn('clock', found, todo) : fine('clock', found)
}
