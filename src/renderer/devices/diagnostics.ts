import type { TillStatus } from '../../contract/desk-state.ts'
import type { DeskActions } from '../state/desk-actions.ts'

/**
 * What support needs to know of the devices, as text. No code that was scanned, no name, no address of a network: only
 * what is connected, how it stands and how it is set.
 */
export async function diagnosticsOf(inquire: DeskActions['inquire'], status: TillStatus): Promise<string> {
  const [printer, scanners, serial, wedge] = await Promise.all([inquire('printer.get', {}), inquire('devices.scanners', {}), inquire('devices.serial.read', {}), inquire('devices.calibration.read', {})])
  const lines = [`tillpoint diagnostics`, `till ${status.tillNumber}, sync ${status.sync.kind}, queued ${status.sync.queuedEvents}`, `warnings: ${status.warnings.join(', ') || 'none'}`]
  if (printer.ok) {
    const { setting, problem, paperNearEnd, waiting } = printer.output
    const { connection, columns, codePage, dialect, answers, cuts, drawer } = setting ?? {}
    lines.push(setting === null ? 'printer: none' : `printer: ${connection?.kind ?? ''}, ${JSON.stringify({ columns, codePage, dialect, answers, cuts, drawer })}`)
    lines.push(`printer problem: ${problem ?? 'none'}; paper near end: ${String(paperNearEnd)}; waiting: ${waiting.length}`)
  }
  if (scanners.ok) {
    for (const { label, connection, state, lastScan } of scanners.output.scanners) {
      const why = state.kind === 'trouble' ? ` (${state.why}: ${state.detail})` : ''
      const last = lastScan === null ? 'no scan yet' : `last scan ${lastScan.scanKind}, ${lastScan.symbology ?? 'kind of code unknown'}, aim ${lastScan.aim ?? 'none'}, ${lastScan.tookMs} ms`
      lines.push(`scanner: ${label}, ${connection}, ${state.kind}${why}; ${last}`)
    }
  }
  if (serial.ok) lines.push(...serial.output.ports.map(({ path, label, isSet }) => `serial port: ${path} ${label}${isSet ? ', a scanner' : ''}`), ...serial.output.scanners.map((each) => `serial scanner: ${JSON.stringify(each)}`))
  if (wedge.ok) lines.push(`keyboard scanners: ${JSON.stringify(wedge.output.timing)}, calibrated: ${wedge.output.calibrations.length}`)
  return lines.join('\n')
}

/** Puts a text on the clipboard. The page has no right to the clipboard's newer interface, and needs none for this one. */
export function copyText(text: string): boolean {
  let taken = false
  const onCopy = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    taken = true
  }
  document.addEventListener('copy', onCopy)
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- works without a permission, which no page here has
  document.execCommand('copy')
  document.removeEventListener('copy', onCopy)
  return taken
}

/** Codes of people and of value are shown by their ends only; payment codes not at all. */
export function maskedCode(kind: string, code: string): string {
  if (kind === 'product' || kind === 'receipt') return code
  return code.length <= 6 ? '•'.repeat(code.length) : `${code.slice(0, 2)}${'•'.repeat(code.length - 4)}${code.slice(-2)}`
}

/** The bytes of a device, those of letters and digits hidden where the code is not for everyone's eyes. */
export function maskedBytes(kind: string, bytesHex: string): string {
  if (kind === 'product' || kind === 'receipt') return bytesHex
  return bytesHex.replace(/\b(3\d|[46][1-9A-F]|[57][0-9A]|[89A-F][0-9A-F])\b/gi, '••')
}
