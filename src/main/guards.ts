import { app, session, type WebContents } from 'electron'
import { PAGE_ORIGIN } from './page-files.ts'

/** A page of ours is at home only here. */
export function isOwnPage(url: string): boolean {
  return url.startsWith(`${PAGE_ORIGIN}/`)
}

/**
 * What no page may do, whatever it was talked into: permissions, devices, downloads, leaving, opening windows,
 * embedding others, reaching a network. Electron's security list, points 4, 5, 12, 13, 14.
 */
export function guardPages(): void {
  const pages = session.defaultSession
  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  pages.setPermissionCheckHandler(() => false)
  pages.setDevicePermissionHandler(() => false)
  pages.on('will-download', (event) => event.preventDefault())
  pages.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isHarmless(url) }))
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
}

/** Own files, pictures inside a page, and the developer tools' own pages (which a package does not open). */
function isHarmless(url: string): boolean {
  return isOwnPage(url) || url.startsWith('data:') || (!app.isPackaged && url.startsWith('devtools:'))
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
