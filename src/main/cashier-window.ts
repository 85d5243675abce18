import { app, BrowserWindow } from 'electron'
import path from 'node:path'
import { PAGE_ORIGIN } from './page-files.ts'

/** The cashier's window. It shows itself when its first picture is ready. */
export function openCashierWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 720,
    show: false,
    autoHideMenuBar: true,
    title: app.name,
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${PAGE_ORIGIN}/index.html?window=cashier`)
  return window
}
