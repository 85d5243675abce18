import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FeedSignal } from '../feed/signal.ts'

const KEEP_ALIVE_MS = 15_000

/** Server-sent events: `changed` with the newest position whenever the feed has grown; a comment keeps the line open. */
export function streamEvents(signal: FeedSignal, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write(': here\n\n')
  const stopListening = signal.listen((position) => raw.write(`event: changed\ndata: ${JSON.stringify({ position })}\n\n`))
  const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS)
  keepAlive.unref()
  openStreams.add(raw)
  const end = (): void => {
    openStreams.delete(raw)
    clearInterval(keepAlive)
    stopListening()
  }
  request.raw.on('close', end)
  raw.on('close', end)
}

const openStreams = new Set<FastifyReply['raw']>()

/** Ends the streams of one server, so that it can close. */
export function endStreams(server: unknown): void {
  for (const raw of openStreams) if ((raw.socket as { server?: unknown } | null)?.server === server) raw.end()
}
