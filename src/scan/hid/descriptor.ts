/** One input item of a report descriptor: `count` elements of `bitSize` bits, each with a usage (page << 16 | id). */
export type HidField = {
  readonly reportId: number | null
  /** From the first bit after the report id. */
  readonly bitOffset: number
  readonly bitSize: number
  readonly count: number
  readonly usages: readonly number[]
}
export type HidDescriptor = {
  /** Usages of the top-level collections: what the device is. */
  readonly applications: readonly number[]
  readonly inputs: readonly HidField[]
  /** Ids of the feature reports, for devices that are switched by one. */
  readonly featureReportIds: readonly number[]
}

/** More input bits than any scanner or keyboard reports; a descriptor beyond it is broken. */
const REPORT_BITS_MAX = 8 * 4096
const USAGES_MAX = 1024

type Globals = { usagePage: number; reportSize: number; reportCount: number; reportId: number | null }
type Walk = {
  globals: Globals
  readonly stack: Globals[]
  usages: number[]
  usageMinimum: number | null
  readonly bitsUsed: Map<number | null, number>
  depth: number
  readonly applications: number[]
  readonly inputs: HidField[]
  readonly featureReportIds: number[]
}

/** Reads a report descriptor (HID 1.11, 6.2.2). Null where it is cut short or asks for absurd sizes. */
export function parseHidDescriptor(bytes: Uint8Array): HidDescriptor | null {
  const walk: Walk = {
    globals: { usagePage: 0, reportSize: 0, reportCount: 0, reportId: null },
    stack: [],
    usages: [],
    usageMinimum: null,
    bitsUsed: new Map(),
    depth: 0,
    applications: [],
    inputs: [],
    featureReportIds: [],
  }
  let at = 0
  while (at < bytes.length) {
    const prefix = bytes[at] ?? 0
    if (prefix === LONG_ITEM) {
      at += 3 + (bytes[at + 1] ?? 0)
      continue
    }
    const size = (prefix & 3) === 3 ? 4 : prefix & 3
    if (at + 1 + size > bytes.length) return null
    const operand = unsigned(bytes.subarray(at + 1, at + 1 + size))
    if (!readItem(walk, { type: (prefix >> 2) & 3, tag: prefix >> 4, operand, size })) return null
    at += 1 + size
  }
  return { applications: walk.applications, inputs: walk.inputs, featureReportIds: walk.featureReportIds }
}

const LONG_ITEM = 0xfe
const MAIN = 0
const GLOBAL = 1

type Item = { readonly type: number; readonly tag: number; readonly operand: number; readonly size: number }

function unsigned(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0)
}

function readItem(walk: Walk, item: Item): boolean {
  if (item.type === MAIN) return readMain(walk, item)
  return item.type === GLOBAL ? readGlobal(walk, item) : readLocal(walk, item)
}

function readMain(walk: Walk, { tag, operand }: Item): boolean {
  if (tag === 0x8 && !addInput(walk)) return false
  if (tag === 0xb) noteFeature(walk)
  if (tag === 0xa) {
    if (walk.depth === 0 && operand === 1) walk.applications.push(walk.usages[0] ?? 0)
    walk.depth += 1
  }
  if (tag === 0xc) walk.depth = Math.max(0, walk.depth - 1)
  walk.usages = []
  walk.usageMinimum = null
  return true
}

function addInput(walk: Walk): boolean {
  const { reportId, reportSize, reportCount } = walk.globals
  const bitOffset = walk.bitsUsed.get(reportId) ?? 0
  const end = bitOffset + reportSize * reportCount
  if (end > REPORT_BITS_MAX) return false
  walk.bitsUsed.set(reportId, end)
  walk.inputs.push({ reportId, bitOffset, bitSize: reportSize, count: reportCount, usages: walk.usages })
  return true
}

function noteFeature(walk: Walk): void {
  const { reportId } = walk.globals
  if (reportId !== null && !walk.featureReportIds.includes(reportId)) walk.featureReportIds.push(reportId)
}

function readGlobal(walk: Walk, { tag, operand }: Item): boolean {
  const { globals } = walk
  if (tag === 0x0) globals.usagePage = operand
  else if (tag === 0x7) globals.reportSize = operand
  else if (tag === 0x8) globals.reportId = operand
  else if (tag === 0x9) globals.reportCount = operand
  else if (tag === 0xa) {
    if (walk.stack.length >= 16) return false
    walk.stack.push({ ...globals })
  } else if (tag === 0xb) {
    const saved = walk.stack.pop()
    if (saved === undefined) return false
    walk.globals = saved
  }
  return true
}

function readLocal(walk: Walk, { tag, operand, size }: Item): boolean {
  const usage = size === 4 ? operand : walk.globals.usagePage * 0x10000 + operand
  if (tag === 0x0) walk.usages.push(usage)
  else if (tag === 0x1) walk.usageMinimum = usage
  else if (tag === 0x2 && walk.usageMinimum !== null) {
    const count = usage - walk.usageMinimum + 1
    for (let index = 0; index < Math.min(count, USAGES_MAX); index += 1) walk.usages.push(walk.usageMinimum + index)
    walk.usageMinimum = null
  }
  return walk.usages.length <= 2 * USAGES_MAX
}

/** Where the elements of one usage lie in a report. */
export type HidSlot = { readonly bitOffset: number; readonly bitSize: number; readonly count: number }

/** The first elements of a report that have this usage; the last usage of an item stands for all that follow. */
export function findUsage(inputs: readonly HidField[], reportId: number | null, usage: number): HidSlot | null {
  for (const field of inputs) {
    if (field.reportId !== reportId) continue
    const index = field.usages.indexOf(usage)
    if (index < 0 || index >= field.count) continue
    const isLast = index === field.usages.length - 1
    const count = isLast ? field.count - index : 1
    return { bitOffset: field.bitOffset + index * field.bitSize, bitSize: field.bitSize, count }
  }
  return null
}
