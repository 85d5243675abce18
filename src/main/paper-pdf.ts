import { BrowserWindow } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PaperPicture } from '../till/process/shell-messages.ts'

/** Dots of a printer's head on an inch: what a receipt's picture is drawn in. */
const DOTS_PER_INCH = 203
const MARGIN_INCHES = 0.12

/**
 * Prints a picture of paper into a PDF file: one page, as wide as the roll and as long as the paper. Drawn by a window
 * that nobody sees and in which no script runs.
 * @param folder made if it is not there; a file of the same name gets a number behind it @returns the file's path
 */
export async function savePaperPdf({ svg, name, lang }: PaperPicture, folder: string): Promise<string> {
  const size = /<svg[^>]*?\bwidth="(\d+)px"[^>]*?\bheight="(\d+)px"/.exec(svg)
  if (size === null) throw new Error('the picture has no size')
  const width = Number(size[1]) / DOTS_PER_INCH + 2 * MARGIN_INCHES
  const height = Number(size[2]) / DOTS_PER_INCH + 2 * MARGIN_INCHES
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, webviewTag: false } })
  try {
    const style = `@page{size:${width}in ${height}in;margin:0}body{margin:${MARGIN_INCHES}in}svg{display:block;width:100%;height:auto}`
    const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8"><style>${style}</style><body>${svg}</body></html>`
    await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`)
    const pdf = await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true })
    await mkdir(folder, { recursive: true })
    return await writeNew(folder, name, pdf)
  } finally {
    window.destroy()
  }
}

const SAME_NAME_MAX = 1000

async function writeNew(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const { name: stem, ext } = path.parse(path.basename(name))
  for (let copy = 1; copy < SAME_NAME_MAX; copy += 1) {
    const file = path.join(folder, copy === 1 ? `${stem}${ext}` : `${stem} (${copy})${ext}`)
    try {
      await writeFile(file, bytes, { flag: 'wx' })
      return file
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
    }
  }
  throw new Error(`${folder} holds too many files called ${name}`)
}
