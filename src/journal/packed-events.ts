import { canonicalJson } from './canonical.ts'
import { fromColumns, toColumns, type Columns } from './columns.ts'

/**
 * A batch's events on the wire, as columns: half the bytes of gzip alone. The exact texts come back, because events are
 * canonical JSON; whoever packs checks that they do, and sends the texts themselves where they would not.
 */
export const PACKED_MEDIA_TYPE = 'application/vnd.tillpoint.columns.1+json'

/** With fewer events the columns' own heads cost more than they save. */
export const PACKED_EVENTS_MIN = 16

const VALUES_MAX = 4_000_000
const DEPTH_MAX = 64

/** Null: too few, or not what canonical JSON would write (an event of a program that wrote otherwise). */
export function packEvents(texts: readonly string[]): Columns | null {
  if (texts.length < PACKED_EVENTS_MIN) return null
  let values: unknown[]
  try {
    values = texts.map((text) => JSON.parse(text) as unknown)
  } catch {
    return null
  }
  const columns = toColumns(values)
  const back = unpackEvents(columns, texts.length, Number.MAX_SAFE_INTEGER)
  return back?.every((text, at) => text === texts[at]) === true ? columns : null
}

/** @param charsMax what comes back may be at most this long. Null: these columns are no events, or more than that. */
export function unpackEvents(columns: unknown, count: number, charsMax: number): string[] | null {
  const values = fromColumns(columns, count, { valuesMax: VALUES_MAX, depthMax: DEPTH_MAX, charsMax })
  if (values === null) return null
  try {
    return values.map(canonicalJson)
  } catch {
    return null
  }
}
