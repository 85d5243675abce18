import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { PUSH_BODY_BYTES_MAX, pushRequest, type PushRequest } from '../../contract/wire-push.ts'
import { headLine, openLine, readHeadLine, sealLine, type JournalFileHead } from '../../journal/journal-file.ts'
import { aead, hkdf, randomBytes, sha256 } from '../crypto.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)
const sealer = { aead, hkdf, sha256, randomBytes }

/** The lines of a file, one after the other. */
export type LineWriter = { head(): string; batch(request: PushRequest): Promise<string>; end(): string }

export function journalLines(boxKey: Uint8Array, head: JournalFileHead): LineWriter {
  const first = headLine(head)
  let place = 0
  return {
    head: () => `${first}\n`,
    async batch(request) {
      place += 1
      return `${sealLine(sealer, boxKey, first, place, { kind: 'batch', packed: await zip(JSON.stringify(request)) })}\n`
    },
    end() {
      place += 1
      return `${sealLine(sealer, boxKey, first, place, { kind: 'end' })}\n`
    },
  }
}

/** The batches of a file of this till, up to the first line that cannot be read: what stands before it is good. */
export async function* readJournalLines(path: string, boxKey: Uint8Array, tillId: string): AsyncGenerator<PushRequest> {
  let first: string | null = null
  let place = 0
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (first === null) {
      if (readHeadLine(line)?.tillId !== tillId) return
      first = line
      continue
    }
    place += 1
    const record = openLine(sealer, boxKey, first, place, line)
    if (record?.kind !== 'batch') return
    const parsed = pushRequest.safeParse(JSON.parse((await unzip(record.packed, { maxOutputLength: PUSH_BODY_BYTES_MAX })).toString('utf8')))
    if (!parsed.success) return
    yield parsed.data
  }
}
