/** What a device sent for one scan, for the live test of the devices page. */
export type CapturedBytes = { readonly bytesHex: string; readonly tookMs: number }

const BYTES_MAX = 1024
/** What came so long ago belongs to no scan any more. */
const STALE_MS = 2000

/** Keeps the bytes of one device since its last scan. */
export class RawCapture {
  #bytes: number[] = []
  #firstAtMs = 0
  #lastAtMs = -Infinity

  add(bytes: Uint8Array, atMs: number): void {
    if (this.#bytes.length === 0 || atMs - this.#lastAtMs > STALE_MS) {
      this.#bytes = []
      this.#firstAtMs = atMs
    }
    this.#lastAtMs = atMs
    for (const byte of bytes) if (this.#bytes.length < BYTES_MAX) this.#bytes.push(byte)
  }

  /** Gives what came since the last call, and forgets it. */
  take(nowMs: number): CapturedBytes {
    const bytesHex = this.#bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')
    const tookMs = this.#bytes.length === 0 ? 0 : nowMs - this.#firstAtMs
    this.#bytes = []
    return { bytesHex, tookMs }
  }
}
