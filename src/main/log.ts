import log from 'electron-log/main'
import path from 'node:path'
import type { LogLevel } from '../till/process/shell-messages.ts'

const FILE_BYTES_MAX = 5 * 1024 * 1024

/** One log for the whole application, in the data folder; warnings and errors also on standard error. */
export function openLog(dataDir: string): (level: LogLevel, message: string) => void {
  log.transports.file.resolvePathFn = () => path.join(dataDir, 'logs', 'till.log')
  log.transports.file.maxSize = FILE_BYTES_MAX
  log.transports.console.level = false
  log.transports.ipc.level = false
  return (level, message) => {
    log[level](message)
    if (level !== 'info') process.stderr.write(`${message}\n`)
  }
}
