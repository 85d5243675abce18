import { contextBridge, ipcRenderer } from 'electron'
import { createBridge, type PagePort } from './bridge.ts'

/** All that a page gets: `window.till`. The three channels are those of src/main/page-line.ts. */
const { bridge, connect, away } = createBridge()
ipcRenderer.on('till:port', ({ ports }) => {
  const port = ports[0]
  if (port) connect(port as PagePort)
})
ipcRenderer.on('till:away', away)
contextBridge.exposeInMainWorld('till', bridge)
ipcRenderer.send('till:connect')
