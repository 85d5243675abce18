import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One thing that a program did to a file of the watched folder, in the order in which it did it. */
export type DiskOp =
  | { readonly kind: 'open'; readonly file: number; readonly name: string }
  | { readonly kind: 'write'; readonly file: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly sizeBytes: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'unlink'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }

const HEAD_BYTES = 20

/**
 * Reads what faultdisk.c recorded.
 * @param folder the watched folder: names come out relative to it.
 */
export function readTrace(traceFile: string, folder: string): DiskOp[] {
  const all = readFileSync(traceFile)
  const ops: DiskOp[] = []
  let at = 0
  while (at + HEAD_BYTES <= all.length) {
    const kind = all.readUInt32LE(at)
    const file = all.readUInt32LE(at + 4)
    const offset = Number(all.readBigUInt64LE(at + 8))
    const length = all.readUInt32LE(at + 16)
    const bytes = all.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
    if (bytes.length < length) break // the program was killed while the recorder wrote
    at += HEAD_BYTES + length
    ops.push(toOp(kind, file, offset, bytes, folder))
  }
  return ops
}

function toOp(kind: number, file: number, offset: number, bytes: Buffer, folder: string): DiskOp {
  const relative = (full: string) => path.relative(folder, full)
  switch (kind) {
    case 1:
      return { kind: 'open', file, name: relative(bytes.toString()) }
    case 2:
      return { kind: 'write', file, offset, bytes }
    case 3:
      return { kind: 'truncate', file, sizeBytes: offset }
    case 4:
      return { kind: 'sync', file }
    case 5:
      return { kind: 'unlink', name: relative(bytes.toString()) }
    case 6: {
      const [from = '', to = ''] = bytes.toString().split('\n')
      return { kind: 'rename', name: relative(from), to: relative(to) }
    }
    default:
      throw new Error(`unknown record ${kind} in the trace`)
  }
}
