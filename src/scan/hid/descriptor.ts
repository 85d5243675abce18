/** One input item of a report descriptor: `count` elements of `bitSize` bits, each with a usage (page << 16 | id). */
export type HidField = {
  readonly reportId: number | null
  /** From the first bit after the report id. */
  readonly bitOffset: number
  readonly bitSize: number
  readonly count: number
  readonly usages: readonly number[]
  /** An array holds the numbers of its usages that are on (keyboards' pressed keys); otherwise each element has its own. */
  readonly isArray: boolean
  /** In an array, the number that stands for the first usage. */
  readonly logicalMinimum: number
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

type Globals = { usagePage: number; logicalMinimum: number; reportSize: number; reportCount: number; reportId: number | null }
/** What stands between two main items; usages without a page of their own get the one that holds at the main item. */
type Locals = {
  usages: LocalUsage[]
  usageMinimum: LocalUsage | null
  usageMaximum: LocalUsage | null
  /** Between delimiters stand other names of one usage; the first counts. */
  alternatives: 'none' | 'first' | 'others'
}
type LocalUsage = { readonly id: number; readonly hasPage: boolean }
type Walk = {
  globals: Globals
  readonly stack: Globals[]
  locals: Locals
  readonly bitsUsed: Map<number | null, number>
  depth: number
  readonly applications: number[]
  readonly inputs: HidField[]
  readonly featureReportIds: number[]
}

/** Reads a report descriptor (HID 1.11, 6.2.2). Null where it is cut short or asks for absurd sizes. */
export function parseHidDescriptor(bytes: Uint8Array): HidDescriptor | null {
  const walk: Walk = {
    globals: { usagePage: 0, logicalMinimum: 0, reportSize: 0, reportCount: 0, reportId: null },
    stack: [],
    locals: noLocals(),
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

function noLocals(): Locals {
  return { usages: [], usageMinimum: null, usageMaximum: null, alternatives: 'none' }
}

function readMain(walk: Walk, { tag, operand }: Item): boolean {
  if (tag === 0x8 && !addInput(walk, operand)) return false
  if (tag === 0xb) noteFeature(walk)
  if (tag === 0xa) {
    if (walk.depth === 0 && operand === 1) walk.applications.push(usagesOf(walk)[0] ?? 0)
    walk.depth += 1
  }
  if (tag === 0xc) walk.depth = Math.max(0, walk.depth - 1)
  walk.locals = noLocals()
  return true
}

/** The usages of a main item, each with its page. */
function usagesOf({ globals, locals }: Walk): readonly number[] {
  return locals.usages.map(({ id, hasPage }) => (hasPage ? id : globals.usagePage * 0x10000 + id))
}

const VARIABLE = 2

function addInput(walk: Walk, flags: number): boolean {
  const { reportId, reportSize, reportCount, logicalMinimum } = walk.globals
  const bitOffset = walk.bitsUsed.get(reportId) ?? 0
  const end = bitOffset + reportSize * reportCount
  if (end > REPORT_BITS_MAX) return false
  walk.bitsUsed.set(reportId, end)
  const isArray = (flags & VARIABLE) === 0
  walk.inputs.push({ reportId, bitOffset, bitSize: reportSize, count: reportCount, usages: usagesOf(walk), isArray, logicalMinimum })
  return true
}

function noteFeature(walk: Walk): void {
  const { reportId } = walk.globals
  if (reportId !== null && !walk.featureReportIds.includes(reportId)) walk.featureReportIds.push(reportId)
}

function readGlobal(walk: Walk, { tag, operand }: Item): boolean {
  const { globals } = walk
  if (tag === 0x0) globals.usagePage = operand
  else if (tag === 0x1) globals.logicalMinimum = operand
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

function readLocal({ locals }: Walk, { tag, operand, size }: Item): boolean {
  const usage: LocalUsage = { id: operand, hasPage: size === 4 }
  if (tag === 0x0) addUsage(locals, usage)
  else if (tag === 0x1) locals.usageMinimum = usage
  else if (tag === 0x2) locals.usageMaximum = usage
  else if (tag === 0xa) locals.alternatives = operand === 1 ? 'first' : 'none'
  addRange(locals)
  return locals.usages.length <= 2 * USAGES_MAX
}

function addUsage(locals: Locals, usage: LocalUsage): void {
  if (locals.alternatives !== 'others') locals.usages.push(usage)
  if (locals.alternatives === 'first') locals.alternatives = 'others'
}

/** A range is whole when both its ends are known, in whichever order they came. */
function addRange(locals: Locals): void {
  const { usageMinimum: first, usageMaximum: last } = locals
  if (first === null || last === null) return
  const hasPage = first.hasPage || last.hasPage
  const count = (last.id & 0xffff) - (first.id & 0xffff) + 1
  const start = hasPage && !first.hasPage ? last.id - count + 1 : first.id
  for (let index = 0; index < Math.min(count, USAGES_MAX); index += 1) addUsage(locals, { id: start + index, hasPage })
  locals.usageMinimum = null
  locals.usageMaximum = null
}

/** Where the elements of one usage lie, counted in bits from the report's first byte, its id included. */
export type HidSlot = { readonly bitOffset: number; readonly bitSize: number; readonly count: number }

/** The first elements of a report that have this usage; the last usage of an item stands for all that follow. */
export function findUsage(inputs: readonly HidField[], reportId: number | null, usage: number): HidSlot | null {
  for (const field of inputs) {
    if (field.reportId !== reportId) continue
    const index = field.usages.indexOf(usage)
    if (index < 0 || index >= field.count) continue
    const next = field.usages.findIndex((other, at) => at > index && other !== usage)
    const count = (next < 0 ? field.count : Math.min(next, field.count)) - index
    return { bitOffset: idBits(reportId) + field.bitOffset + index * field.bitSize, bitSize: field.bitSize, count }
  }
  return null
}

/** Reports of devices that have several begin with their number, one byte. */
export function idBits(reportId: number | null): number {
  return reportId === null ? 0 : 8
}

/** A number in a report, least significant bit first; what is beyond the report's end counts as 0. */
export function readBits(report: Uint8Array, bitOffset: number, bitSize: number): number {
  let value = 0
  for (let bit = Math.min(bitSize, 32) - 1; bit >= 0; bit -= 1) {
    const at = bitOffset + bit
    value = value * 2 + (((report[at >> 3] ?? 0) >> (at & 7)) & 1)
  }
  return value
}
