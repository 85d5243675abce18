import type { SetupSheet } from '../../contract/device-calls.ts'

/** What the sheet's first code says: heard on a serial line, port and settings are found. */
export const SETUP_CODE = 'TP-SETUP'

/** The codes of the sheet: beside the first, what must arrive whole from a scanner that is set up well. */
export const SETUP_CODES = [
  { id: 'find', symbology: 'code-128', text: SETUP_CODE },
  { id: 'digits', symbology: 'ean-13', text: '6901234567892' },
  // Capitals, small letters and signs: shows a wrong keyboard layout.
  { id: 'letters', symbology: 'code-128', text: 'TP-Setup-aZ09-./+' },
  // Longer than one HID report.
  { id: 'long', symbology: 'qr', text: 'TP-SETUP-0123456789-0123456789-0123456789-0123456789-0123456789-END' },
  { id: 'chinese', symbology: 'qr', text: 'TP-SETUP-会员卡-會員卡' },
] as const

const GENERATORS = { 'code-128': 'code128', 'ean-13': 'ean13', qr: 'qrcode' } as const

/** The sheet's codes with their pictures, to be printed or shown. */
export async function setupSheet(): Promise<SetupSheet> {
  // Loaded when it is asked for: no till needs it to start.
  const { toSVG } = await import('bwip-js/generic')
  return {
    codes: SETUP_CODES.map(({ id, symbology, text }) => {
      const isLine = symbology !== 'qr'
      const svg = toSVG({ bcid: GENERATORS[symbology], text, scale: 2, ...(isLine ? { height: 12, includetext: false } : {}) })
      return { id, symbology, text, svg }
    }),
  }
}
