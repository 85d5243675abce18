import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { NONCE_PLACEHOLDER, pageHeaders } from './content-security.ts'

export const PAGE_SCHEME = 'till'
export const PAGE_ORIGIN = `${PAGE_SCHEME}://app`

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
}

/**
 * Answers a request of the own protocol from one folder and nothing outside it.
 * @param folder where the built page lies @param makeNonce a fresh one for every answer
 */
export function pageFiles(folder: string, makeNonce: () => string): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const file = method === 'GET' ? fileOf(folder, url) : null
    const contentType = contentTypes[path.extname(file ?? '')]
    if (file === null || contentType === undefined) return new Response(null, { status: 404 })
    const nonce = makeNonce()
    const headers = pageHeaders(contentType, nonce)
    try {
      if (!file.endsWith('.html')) return new Response(await readFile(file), { headers })
      return new Response((await readFile(file, 'utf8')).replaceAll(NONCE_PLACEHOLDER, nonce), { headers })
    } catch {
      return new Response(null, { status: 404 })
    }
  }
}

/** The file that a URL names; null for another origin and for everything outside the folder. */
function fileOf(folder: string, url: string): string | null {
  const { protocol, host, pathname } = new URL(url)
  if (`${protocol}//${host}` !== PAGE_ORIGIN) return null
  let name: string
  try {
    name = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const file = path.join(folder, name === '/' ? 'index.html' : name)
  return !name.includes('\0') && file.startsWith(folder + path.sep) ? file : null
}
