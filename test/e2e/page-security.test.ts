import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TillBridge } from '../../src/contract/serve.ts'
import { openShop, type Shop } from './support/shop.ts'
import type { TillApp } from './support/till-app.ts'

let shop: Shop
let till: TillApp
beforeAll(async () => {
  shop = await openShop()
  till = shop.till
})
afterAll(() => shop.close())

type TillWindow = Window & { readonly till: TillBridge }
/** Calls that the types forbid. */
type AnyCall = (name: string, input: unknown) => Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }>

describe('what a page holds', () => {
  it('is one door, and nothing of Node or Electron', async () => {
    const surface = await till.page.evaluate(() => ({
      till: Object.keys((window as unknown as TillWindow).till),
      leaks: ['require', 'module', 'process', 'Buffer', 'electron', 'ipcRenderer', '__dirname', 'global'].filter((name) => name in window),
    }))
    expect(surface).toEqual({ till: ['invoke', 'on'], leaks: [] })
  })
  it('runs in the sandbox, isolated from the preload script', async () => {
    const settings = await till.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => {
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = (window.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences }).getLastWebPreferences()
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag }
    }))
    expect(settings).toEqual([{ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false }])
  })
  it.each([
    ['an unknown call', 'till.destroy', {}],
    ['a name of every object', 'constructor', {}],
    ['__proto__', '__proto__', {}],
    ['a wrong type', 'scan.submit', { source: 'wedge', text: 5 }],
    ['a field too many', 'sale.next', { discount: 100 }],
    ['no input', 'basket.add', null],
    ['a negative amount', 'sale.commit', { saleId: '01a2073f-4eeb-73a0-bd08-a15b7afd4e76', tenders: [{ kind: 'cash', tenderedMinor: -1 }] }],
    ['a fraction', 'sale.redeem', { redeemPoints: 0.5 }],
  ])('is told bad_request for %s', async (_what, name, input) => {
    const { revision: _, ...before } = await till.desk()
    const reply = await till.page.evaluate(([called, given]) => ((window as unknown as TillWindow).till.invoke as unknown as AnyCall)(called, given), [name, input] as const)
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad_request' } })
    expect(await till.desk()).toMatchObject(before)
  })
})

describe('what a page cannot do', () => {
  it('run a script or style that is not of the application', async () => {
    const done = await till.page.evaluate(() => {
      const broken: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.push(effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.stolen = 1'
      document.body.append(script)
      const picture = document.createElement('img')
      picture.setAttribute('onerror', 'window.stolen = 2')
      document.body.append(picture)
      picture.src = 'https://example.org/a.png'
      const frame = document.createElement('iframe')
      frame.src = 'https://example.org/'
      document.body.append(frame)
      // From a timer: what a debugger evaluates is free of the policy, and so is all that it calls.
      const evaluated = new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the very thing that must not work
            new Function('window.stolen = 3')
            resolve('evaluated')
          } catch (cause) {
            resolve((cause as Error).name)
          }
        }, 0)
      })
      const all = new Promise<string[]>((resolve) => {
        const look = (): void => {
          if (['script-src-elem', 'img-src', 'frame-src'].every((directive) => broken.includes(directive))) resolve(broken)
        }
        document.addEventListener('securitypolicyviolation', look)
        look()
      })
      return Promise.all([evaluated, all]).then(([outcome]) => ({ evaluated: outcome, stolen: 'stolen' in window }))
    })
    expect(done).toEqual({ evaluated: 'EvalError', stolen: false })
  })
  it('reach a network, not even HQ', async () => {
    const outcomes = await till.page.evaluate(
      (urls) => Promise.all(urls.map((url) => fetch(url).then(({ status }) => String(status), (cause: unknown) => (cause as Error).name))),
      [`${shop.hq.url}/healthz`, 'https://example.org/', 'file:///etc/passwd', 'till://other/index.html', 'till://app/%2e%2e/main/index.js'],
    )
    expect(outcomes).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError', '404'])
  })
  it('leave, or open another window', async () => {
    const opened = await till.page.evaluate(() => {
      const link = document.createElement('a')
      link.href = 'https://example.org/'
      document.body.append(link)
      link.click()
      return window.open('https://example.org/') === null
    })
    expect(opened).toBe(true)
    expect(till.page.url()).toMatch(/^till:\/\/app\/index\.html/)
    expect(await till.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })
  it('use a permission', async () => {
    const granted = await till.page.evaluate(() => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read']
      return Promise.all(names.map((name) => navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)))
    })
    expect(granted).toEqual(Array<string>(5).fill('denied'))
  })
  it('get a line to the engine from any other window', async () => {
    const answer = await till.app.evaluate(async ({ app, BrowserWindow }) => {
      const [own] = BrowserWindow.getAllWindows()
      const preload = `${app.getAppPath()}/out/preload/index.cjs`
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await other.loadURL('till://app/index.html')
      const ask = 'window.answer = "none"; window.till.invoke("till.hello", {}).then(() => { window.answer = "answered" }); typeof window.till.invoke'
      const door = String(await other.webContents.executeJavaScript(ask))
      // The line of the own window is asked afterwards: when that has answered, this one would have, too.
      await own?.webContents.executeJavaScript('window.till.invoke("till.hello", {}).then(() => 1)')
      const heard = (await other.webContents.executeJavaScript('window.answer')) as string
      other.destroy()
      return `${door}: ${heard}`
    })
    expect(answer).toBe('function: none')
  })
})
