import { createServer, request, type Server } from 'node:http'
import { once } from 'node:events'

/** What stands between till and HQ, and how it feels. */
export type Mood = 'pass' | 'error' | 'garbage' | 'login-page' | 'silent'
export type MoodyProxy = { readonly url: string; mood: Mood; close(): Promise<void> }

/** A server in front of HQ that can answer in its place: 500, no JSON, a hotel's login page, or nothing at all. */
export async function startMoodyProxy(hqUrl: string): Promise<MoodyProxy> {
  const proxy: { mood: Mood } = { mood: 'pass' }
  const server: Server = createServer((asked, answer) => {
    switch (proxy.mood) {
      case 'pass': {
        const passed = request(hqUrl + (asked.url ?? ''), { method: asked.method ?? 'GET', headers: asked.headers }, (answered) => {
          answer.writeHead(answered.statusCode ?? 502, answered.headers)
          answered.pipe(answer)
        })
        passed.on('error', () => answer.destroy())
        asked.pipe(passed)
        return
      }
      case 'error':
        answer.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"internal","detail":"a bug"}')
        return
      case 'garbage':
        answer.writeHead(200, { 'content-type': 'application/json' }).end('\u0000\u0001{"ack":{"seq":999999999},"token":')
        return
      case 'login-page':
        answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our hotel</h1>')
        return
      case 'silent':
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  })
}
