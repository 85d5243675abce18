import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findMembers } from './members.ts'
import { closeConsoleSession, isConsoleSession, openConsoleSession, SESSION_MS } from './password.ts'
import { resolveSuspense } from '../apply/resolve.ts'
import { readProducts, readSuspense } from './lists.ts'
import { checkForConsole, publishFromConsole, readProgrammeFile, readProgrammes } from './programmes.ts'
import { readOverview } from './overview.ts'
import { contentSecurityPolicy, servePages } from './pages.ts'
import { streamEvents } from '../http/events.ts'
import { Refusal } from '../http/refusal.ts'
import type { Hq } from '../hq.ts'
import { consoleCheck, consoleChecked, consoleLogin, consoleMembers, consoleOverview, consoleProducts, consoleProgrammes, consolePublish, consolePublished, consoleResolve, consoleResolved, consoleSuspenses, membersQuery, programmeVersion } from '../../contract/console-wire.ts'

/** A large programme is some hundred kilobytes. */
const PROGRAMME_BYTES_MAX = 4 * 1024 * 1024
const COOKIE = 'tillpoint_console'
const LOCAL_ADDRESS = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

export type ConsoleOptions = { readonly consoleDir: string | null; readonly loginPerMinute: number }

/** The console: this machine only, behind a one-time password; its pages are files, all else comes from /console/api. */
export async function consoleRoutes(bare: FastifyInstance, hq: Hq, { consoleDir, loginPerMinute }: ConsoleOptions): Promise<void> {
  const app = bare.withTypeProvider<ZodTypeProvider>()
  app.addHook('onRequest', async (request, reply) => {
    demandThisMachine(request)
    reply.headers({
      'content-security-policy': contentSecurityPolicy(null),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
  const signedIn = { onRequest: async (request: FastifyRequest) => demandSession(hq, request) }
  const hidden = { hide: true }

  app.post('/console/api/login', { config: { rateLimit: { max: loginPerMinute, timeWindow: 60_000 } }, schema: { ...hidden, body: consoleLogin } }, async ({ body }, reply) => {
    const token = await openConsoleSession(hq, body.password)
    if (token === null) throw new Refusal('unauthorized', 'the password is wrong, used or too old')
    setCookie(reply, token, SESSION_MS / 1000)
    return { signedIn: true }
  })
  app.post('/console/api/logout', { ...signedIn, schema: hidden }, async (request, reply) => {
    await closeConsoleSession(hq, request.cookies[COOKIE] ?? '')
    setCookie(reply, '', 0)
    return { signedIn: false }
  })
  app.get('/console/api/overview', { ...signedIn, schema: { ...hidden, response: { 200: consoleOverview } } }, () => readOverview(hq))
  app.get('/console/api/members', { ...signedIn, schema: { ...hidden, querystring: membersQuery, response: { 200: consoleMembers } } }, ({ query }) => findMembers(hq, query.query))
  app.get('/console/api/products', { ...signedIn, schema: { ...hidden, response: { 200: consoleProducts } } }, () => readProducts(hq.db))
  app.get('/console/api/suspense', { ...signedIn, schema: { ...hidden, response: { 200: consoleSuspenses } } }, () => readSuspense(hq.db))
  app.post('/console/api/suspense/resolve', { ...signedIn, schema: { ...hidden, body: consoleResolve, response: { 200: consoleResolved } } }, async ({ body }) => {
    const { decision, ...place } = body
    const resolved = await resolveSuspense(hq, place, decision, 'console')
    hq.signal.poke()
    return resolved
  })
  app.get('/console/api/programmes', { ...signedIn, schema: { ...hidden, response: { 200: consoleProgrammes } } }, () => readProgrammes(hq.db))
  app.post('/console/api/programmes', { ...signedIn, bodyLimit: PROGRAMME_BYTES_MAX, schema: { ...hidden, body: consolePublish, response: { 200: consolePublished } } }, ({ body }) => publishFromConsole(hq, body))
  app.post('/console/api/programmes/check', { ...signedIn, bodyLimit: PROGRAMME_BYTES_MAX, schema: { ...hidden, body: consoleCheck, response: { 200: consoleChecked } } }, ({ body }) => checkForConsole(hq.db, body.document))
  app.get('/console/api/programmes/:version', { ...signedIn, schema: { ...hidden, params: programmeVersion } }, async ({ params }, reply) => {
    const file = await readProgrammeFile(hq.db, params.version)
    if (file === null) return reply.callNotFound()
    return reply.header('content-disposition', `attachment; filename="programme-v${params.version}.json"`).type('application/json').send(file)
  })
  app.get('/console/api/events', { ...signedIn, schema: hidden }, (request, reply) => streamEvents(hq.signal, request, reply))

  await servePages(app, hq.ids, consoleDir)
}

/** Not reachable from elsewhere, nor by a name that somebody points at this machine (DNS rebinding). */
function demandThisMachine(request: FastifyRequest): void {
  const address = request.socket.remoteAddress ?? ''
  if (!LOCAL_ADDRESS.test(address) || !LOCAL_HOST.test(request.headers.host ?? '')) throw new Refusal('unauthorized', 'the console is for this machine only: open it as 127.0.0.1')
}

async function demandSession(hq: Hq, request: FastifyRequest): Promise<void> {
  const token = request.cookies[COOKIE]
  if (!token || !(await isConsoleSession(hq, token))) throw new Refusal('unauthorized', 'sign in')
}

/** Not `secure`: the console is served on the loopback address, without TLS. */
function setCookie(reply: FastifyReply, token: string, maxAgeSeconds: number): void {
  reply.setCookie(COOKIE, token, { path: '/console', httpOnly: true, sameSite: 'strict', maxAge: maxAgeSeconds })
}
