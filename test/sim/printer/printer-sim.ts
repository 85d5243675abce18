import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { EscposInterpreter, type Effect, type PrintedLine } from './escpos-interpreter.ts'

/** A network printer (TCP, as on port 9100) with paper, a cover, a cutter and a drawer. */
export class PrinterSim {
  readonly lines: PrintedLine[] = []
  readonly pulses: Extract<Effect, { kind: 'pulse' }>[] = []
  cuts = 0
  paper: 'ok' | 'near-end' | 'out' = 'ok'
  coverOpen = false
  cutterJam = false
  drawerPinHigh = false
  /** Takes bytes and says nothing, as cheap adapters do. */
  silent = false
  /** Lines of paper that are left; then it is out, in the middle of whatever it prints. */
  linesLeft = Infinity
  readonly interpreter: EscposInterpreter
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(chinese: 'gb18030' | 'big5' = 'gb18030') {
    this.interpreter = new EscposInterpreter(chinese)
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('data', (bytes) => this.take(bytes, (answer) => void socket.write(answer)))
    })
  }

  /** @returns the port */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Takes bytes from any line; `answer` sends back. */
  take(bytes: Uint8Array, answer: (bytes: Uint8Array) => void): void {
    if (this.#isStopped()) {
      // Only real-time commands get through to a printer that has stopped.
      for (const [at, byte] of bytes.entries()) {
        if (byte === 0x10 && bytes[at + 1] === 0x04) this.#answer(statusNumber(bytes[at + 2]), answer)
      }
      return
    }
    for (const effect of this.interpreter.feed(bytes)) {
      if (effect.kind === 'ask') this.#answer(effect.what, answer)
      else if (!this.#isStopped()) this.#act(effect)
    }
  }

  /** The text on the paper, line by line. */
  text(): readonly string[] {
    return this.lines.map(({ cells }) => cells.map((cell) => cell.character).join(''))
  }

  #isStopped(): boolean {
    return this.coverOpen || this.cutterJam || this.paper === 'out'
  }

  #act(effect: Exclude<Effect, { kind: 'ask' }>): void {
    if (effect.kind === 'cut') this.cuts += 1
    else if (effect.kind === 'pulse') this.pulses.push(effect)
    else {
      this.lines.push(effect.line)
      this.linesLeft -= 1
      if (this.linesLeft <= 0) this.paper = 'out'
    }
  }

  #answer(what: 'paper' | 1 | 2 | 3 | 4, answer: (bytes: Uint8Array) => void): void {
    if (this.silent || (what === 'paper' && this.#isStopped())) return
    answer(Uint8Array.of(this.#answerByte(what)))
  }

  #answerByte(what: 'paper' | 1 | 2 | 3 | 4): number {
    const isOut = this.paper === 'out'
    switch (what) {
      case 'paper':
        return this.paper === 'near-end' ? 0x03 : 0
      case 1:
        return 0x12 | (this.drawerPinHigh ? 0x04 : 0) | (this.#isStopped() ? 0x08 : 0)
      case 2:
        return 0x12 | (this.coverOpen ? 0x04 : 0) | (isOut ? 0x20 : 0) | (this.cutterJam ? 0x40 : 0)
      case 3:
        return 0x12 | (this.cutterJam ? 0x08 : 0)
      case 4:
        return 0x12 | (this.paper === 'ok' ? 0 : 0x0c) | (isOut ? 0x60 : 0)
    }
  }
}

function statusNumber(n: number | undefined): 1 | 2 | 3 | 4 {
  return n === 2 || n === 3 || n === 4 ? n : 1
}
