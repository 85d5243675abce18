import type { PrinterConnection, PrinterSetting, PrinterSettingInput } from '../../contract/printer-setting.ts'

/** A printer's settings while they are typed. */
export type PrinterDraft = {
  readonly kind: PrinterConnection['kind']
  readonly host: string
  readonly port: string
  readonly path: string
  readonly baudRate: number
  readonly rest: Omit<PrinterSettingInput, 'connection' | 'locale'>
}

export function draftOf(setting: PrinterSetting | null): PrinterDraft {
  const empty = { kind: 'tcp', host: '', port: '9100', path: '', baudRate: 9600, rest: {} } as const
  if (setting === null) return empty
  const { connection, locale: _locale, ...rest } = setting
  switch (connection.kind) {
    case 'tcp':
      return { ...empty, kind: 'tcp', host: connection.host, port: String(connection.port), rest }
    case 'serial':
      return { ...empty, kind: 'serial', path: connection.path, baudRate: connection.baudRate, rest }
    case 'file':
      return { ...empty, kind: 'file', path: connection.path, rest }
  }
}

/** `host`: the address or file is missing. */
export function connectionOf(draft: PrinterDraft): { readonly kind: 'made'; readonly connection: PrinterSettingInput['connection'] } | { readonly kind: 'wrong'; readonly why: 'host' | 'port' } {
  const place = (draft.kind === 'tcp' ? draft.host : draft.path).trim()
  if (place === '') return { kind: 'wrong', why: 'host' }
  if (draft.kind === 'file') return { kind: 'made', connection: { kind: 'file', path: place } }
  if (draft.kind === 'serial') return { kind: 'made', connection: { kind: 'serial', path: place, baudRate: draft.baudRate } }
  const port = Number(draft.port)
  if (!/^\d+$/.test(draft.port) || port < 1 || port > 65_535) return { kind: 'wrong', why: 'port' }
  return { kind: 'made', connection: { kind: 'tcp', host: place, port } }
}
