import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { isOwnPage } from './guards.ts'
import type { TillProcesses } from './till-processes.ts'

/** Brings page and engine together; no word between them passes through here. */
export type PageLine = {
  /** The engine runs: a page that waits gets its port. */
  engineStarted(): void
  engineEnded(): void
}

/**
 * A page asks once, by its preload script, and gets a port then and after every restart of the engine.
 * @param processes asked anew each time, for they start after this
 */
export function createPageLine(window: BrowserWindow, processes: () => TillProcesses | null): PageLine {
  let wants = false

  function connect(): void {
    if (!wants || window.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    if (processes()?.passPagePort(port1)) window.webContents.postMessage('till:port', null, [port2])
  }

  ipcMain.on('till:connect', (event) => {
    if (!isCashiersPage(event, window)) return
    wants = true
    connect()
  })
  return {
    engineStarted: connect,
    engineEnded() {
      if (!window.isDestroyed()) window.webContents.send('till:away')
    },
  }
}

/** The main frame of our window, showing a page of ours: nobody else gets a line to the engine. */
function isCashiersPage({ senderFrame, sender }: IpcMainEvent, window: BrowserWindow): boolean {
  return !window.isDestroyed() && sender === window.webContents && senderFrame === window.webContents.mainFrame && isOwnPage(senderFrame.url)
}
