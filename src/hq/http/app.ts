import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { readJsonBodies } from './body.ts'
import { endStreams } from './events.ts'
import { operationRoutes } from './operations.ts'
import { Refusal, refuseBy } from './refusal.ts'
import type { RouteLimits } from './limits.ts'
import { tillRoutes } from './till-routes.ts'
import { consoleRoutes } from '../console/routes.ts'
import type { Hq } from '../hq.ts'
import { hqErrorStatus } from '../../contract/wire-errors.ts'

export type AppOptions = {
  readonly limits: RouteLimits
  /** Folder of the built console; null: none is served. */
  readonly consoleDir: string | null
}

const DEFAULT_BODY_BYTES_MAX = 16 * 1024
const CONNECTION_TIMEOUT_MS = 60_000

/** As readSafely: a value that ends the check is refused, not a bug. */
const validateSafely: typeof validatorCompiler = (route) => {
  const validate = validatorCompiler(route)
  return (sent: unknown) => {
    try {
      return validate(sent)
    } catch {
      return { error: new Refusal('bad_request', 'holds an object that is neither text nor list') }
    }
  }
}

/** What does not even reach a route: an address that is none, or with a part that is too long. */
function refuseAddress(_cause: unknown, _request: unknown, reply: FastifyReply): void {
  void reply.code(hqErrorStatus.bad_request).send({ error: 'bad_request', detail: 'the address does not fit' })
}

/** The HTTP side of HQ, not yet listening. */
export async function buildApp(hq: Hq, { limits, consoleDir }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: DEFAULT_BODY_BYTES_MAX, requestTimeout: CONNECTION_TIMEOUT_MS, forceCloseConnections: true, routerOptions: { maxParamLength: 200 }, frameworkErrors: refuseAddress })
  app.setValidatorCompiler(validateSafely)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(refuseBy(hq.log, hq.ids))
  app.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'not_found', detail: `${request.method} ${request.url.slice(0, 200)}` }))
  readJsonBodies(app)
  app.addHook('onResponse', async (request, reply) => {
    hq.metrics.requestSeconds.observe({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })
  app.addHook('preClose', async () => endStreams(app.server))
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Tillpoint HQ', description: 'The wire between tills and HQ', version: '1' } },
    transform: jsonSchemaTransform,
  })
  await app.register(rateLimit, { global: false, errorResponseBuilder: () => new Refusal('too_many_requests', 'too many tries; wait a minute') })
  await app.register(cookie)
  await app.register(async (scope) => tillRoutes(scope, hq, limits))
  await app.register(async (scope) => consoleRoutes(scope, hq, { consoleDir, loginPerMinute: limits.loginPerMinute }))
  await app.register(async (scope) => operationRoutes(scope, hq))
  return app
}
