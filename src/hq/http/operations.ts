import type { FastifyInstance, FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { migrations } from '../db/migrate.ts'
import type { Hq } from '../hq.ts'
import { hqErrorStatus } from '../../contract/wire-errors.ts'

/** For whoever runs HQ: is it alive, can it work, how is it doing, what does it speak. */
export function operationRoutes(app: FastifyInstance, hq: Hq): void {
  app.get('/healthz', { schema: { summary: 'The process answers' } }, async () => ({ status: 'ok' }))

  app.get('/readyz', { schema: { summary: 'The database answers and has the schema of this program' } }, async (_request, reply) => {
    try {
      const { rows } = await sql<{ newest: number }>`SELECT max(number) AS newest FROM schema_migrations`.execute(hq.db)
      if (rows[0]?.newest === migrations.length) return { status: 'ready' }
      return unready(reply, `the schema is ${rows[0]?.newest ?? 0}, this program needs ${migrations.length}`)
    } catch {
      return unready(reply, 'the database does not answer')
    }
  })

  app.get('/metrics', { schema: { summary: 'For Prometheus' } }, async (_request, reply) => {
    reply.type(hq.metrics.registry.contentType)
    return hq.metrics.registry.metrics()
  })

  app.get('/openapi.json', { schema: { summary: 'This document' } }, async () => app.swagger())
}

function unready(reply: FastifyReply, detail: string): { error: string; detail: string } {
  reply.code(hqErrorStatus.unavailable).header('retry-after', 1)
  return { error: 'unavailable', detail }
}
