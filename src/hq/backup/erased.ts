import { appendFile, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Place } from '../cli/options.ts'

/**
 * Ids of erased members stand in a file beside the master key, too: a backup that is older than an erasure would bring
 * her data back. The file has ids only.
 */
const fileOf = (place: Pick<Place, 'keyFile'>): string => path.join(path.dirname(place.keyFile), 'erased-members.txt')

/** Written before she is erased, and to the disk: an id too many does no harm, one too few would. */
export async function noteErased(place: Pick<Place, 'keyFile'>, memberId: string): Promise<void> {
  await appendFile(fileOf(place), `${JSON.stringify(memberId)}\n`, { mode: 0o600, flush: true })
}

export async function readErased(place: Pick<Place, 'keyFile'>): Promise<string[]> {
  try {
    const lines = (await readFile(fileOf(place), 'utf8')).split('\n')
    return lines.filter((line) => line !== '').map((line) => String(JSON.parse(line)))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}
