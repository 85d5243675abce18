import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DiskOp } from './trace.ts'

/**
 * What a disk may hold after the power went: everything that was synced, and of the rest any part. Each file is its
 * last synced content and the operations since; at a cut each of these is kept, dropped or (a write) torn at a sector.
 * Sources: the POSIX text of fsync (nothing is promised before it) and SQLite's own model of a crash, atomiccommit.html.
 */
const SECTOR_BYTES = 512

type Pending = Extract<DiskOp, { kind: 'write' | 'truncate' }>
type FileState = { durable: Content | null; pending: Pending[] }

/** Yields 0 <= n < below; seeded, so that a state can be made again. */
export type Draw = (below: number) => number

/** A small seeded generator (mulberry32): enough for choosing, not for secrets. */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The disk as it stands after the first `count` operations; ask it for as many possible cuts as wanted. */
export class DiskModel {
  private readonly files = new Map<string, FileState>()
  private readonly nameOfFile = new Map<number, string>()

  /** @param startFolder what lay in the folder, synced, before the trace began. */
  constructor(startFolder: string) {
    for (const name of readdirSync(startFolder)) {
      this.files.set(name, { durable: new Content(readFileSync(path.join(startFolder, name))), pending: [] })
    }
  }

  /** Takes in one more operation. */
  step(op: DiskOp): void {
    switch (op.kind) {
      case 'open':
        this.nameOfFile.set(op.file, op.name)
        if (!this.files.has(op.name)) this.files.set(op.name, { durable: null, pending: [] })
        return
      case 'write':
      case 'truncate':
        this.fileOf(op.file).pending.push(op)
        return
      case 'sync': {
        const file = this.fileOf(op.file)
        file.durable ??= new Content(Buffer.alloc(0))
        for (const pending of file.pending) file.durable.apply(pending)
        file.pending = []
        return
      }
      case 'unlink':
        this.files.delete(op.name)
        return
      case 'rename': {
        const file = this.files.get(op.name)
        if (file) this.files.set(op.to, file)
        this.files.delete(op.name)
      }
    }
  }

  /** True while something was written that no sync covers. */
  hasUnsynced(): boolean {
    return [...this.files.values()].some((file) => file.pending.length > 0)
  }

  /** Writes one possible disk into `folder` (emptied first). */
  cut(folder: string, draw: Draw): void {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const [name, file] of this.files) {
      const bytes = cutFile(file, draw)
      if (bytes !== null) writeFileSync(path.join(folder, name), bytes)
    }
  }

  private fileOf(number: number): FileState {
    const name = this.nameOfFile.get(number)
    const file = name === undefined ? undefined : this.files.get(name)
    // Writes to a file that was unlinked while open go nowhere.
    return file ?? { durable: null, pending: [] }
  }
}

function cutFile(file: FileState, draw: Draw): Buffer | null {
  // Four kinds of disk: kept everything, lost all that was not synced, kept the first part, kept any part.
  const fate = draw(4)
  const kept =
    fate === 0
      ? file.pending
      : fate === 1
        ? []
        : fate === 2
          ? file.pending.slice(0, draw(file.pending.length + 1))
          : anyPart(file.pending, draw)
  if (kept.length === 0) return file.durable?.bytes() ?? null
  const content = new Content(file.durable?.bytes() ?? Buffer.alloc(0))
  for (const op of kept) content.apply(op)
  return content.bytes()
}

function anyPart(pending: readonly Pending[], draw: Draw): Pending[] {
  return pending.flatMap((op) => {
    const fate = draw(3)
    if (fate === 0) return [op]
    return fate === 1 && op.kind === 'write' ? [torn(op, draw)] : []
  })
}

function torn(op: Extract<Pending, { kind: 'write' }>, draw: Draw): Pending {
  const sectors = Math.ceil(op.bytes.length / SECTOR_BYTES)
  return { ...op, bytes: op.bytes.subarray(0, draw(sectors) * SECTOR_BYTES) }
}

/** The bytes of a file; grows in place. */
class Content {
  private room: Buffer
  private sizeBytes: number

  constructor(bytes: Buffer) {
    this.room = Buffer.from(bytes)
    this.sizeBytes = bytes.length
  }

  bytes(): Buffer {
    return this.room.subarray(0, this.sizeBytes)
  }

  apply(op: Pending): void {
    if (op.kind === 'truncate') return this.resize(op.sizeBytes)
    this.resize(Math.max(this.sizeBytes, op.offset + op.bytes.length))
    op.bytes.copy(this.room, op.offset)
  }

  private resize(sizeBytes: number): void {
    if (sizeBytes > this.room.length)
      this.room = Buffer.concat([this.bytes(), Buffer.alloc(2 * sizeBytes - this.sizeBytes)])
    else if (sizeBytes > this.sizeBytes) this.room.fill(0, this.sizeBytes, sizeBytes)
    this.sizeBytes = sizeBytes
  }
}
