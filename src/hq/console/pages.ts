import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Ids } from '../ids.ts'

const NONCE_BYTES = 16
/** Where the build leaves room for the nonce (build/console.vite.config.ts). */
const NONCE_PLACE = /__CSP_NONCE__/g
const YEAR_SECONDS = 31_536_000

/** Styles that react-aria adds while it runs carry the page's nonce; nothing else from outside the files is allowed. */
export function contentSecurityPolicy(nonce: string | null): string {
  const styles = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`
  return `default-src 'none'; script-src 'self'; style-src ${styles}; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

/** The console's page and its files as vite has built them; where they are missing, the page says how to get them. */
export async function servePages(app: FastifyInstance, ids: Ids, consoleDir: string | null): Promise<void> {
  const hidden = { schema: { hide: true } }
  app.get('/console', hidden, (_request, reply) => reply.redirect('/console/'))
  const index = consoleDir === null ? null : path.join(consoleDir, 'index.html')
  app.get('/console/', hidden, async (_request, reply) => {
    if (index === null || !existsSync(index)) {
      reply.code(404).type('text/plain; charset=utf-8')
      return 'The console has not been built. Run: npm run build:console\n'
    }
    const nonce = ids.randomBytes(NONCE_BYTES).toString('base64')
    reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': contentSecurityPolicy(nonce), 'cache-control': 'no-store' })
    return (await readFile(index, 'utf8')).replaceAll(NONCE_PLACE, nonce)
  })
  if (consoleDir === null || !existsSync(path.join(consoleDir, 'assets'))) return
  // Names of built files carry their hash.
  await app.register(fastifyStatic, { root: path.join(consoleDir, 'assets'), prefix: '/console/assets/', schemaHide: true, index: false, immutable: true, maxAge: YEAR_SECONDS * 1000 })
}
