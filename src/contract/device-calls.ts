import { z } from 'zod'
import { call } from './call-spec.ts'
import type { ScanKind } from './desk-state.ts'

/**
 * Calls about scanners: what is plugged in, the timing of keyboard scanners, serial ports and what codes look like.
 * Settings are kept in this till and hold from the next scan on; nothing needs a restart.
 */

/** A scanner or reader that is plugged in, or was a moment ago. */
export type ScannerView = {
  readonly deviceId: string
  readonly label: string
  readonly connection: 'hid' | 'serial' | 'keyboard'
  readonly state: ScannerState
  /** The last code it read, for the live test; null: none since the start. */
  readonly lastScan: ScannerLastScan | null
}
export type ScannerState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  /** Its only face is a keyboard: its codes arrive in the till's window alone. It should be switched to HID POS or serial. */
  | { readonly kind: 'keyboard-mode' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'trouble'; readonly why: ScannerTrouble; readonly detail: string }
/**
 * `keyboard-mode`: the system keeps keyboards for itself (Windows) · `no-permission`: the udev rules are missing ·
 * `in-use`: another program has it · `read-error`: it was open and reading failed · `not-there`: the port is not there.
 */
export type ScannerTrouble = 'keyboard-mode' | 'no-permission' | 'in-use' | 'read-error' | 'not-there' | 'other'
export type ScannerLastScan = {
  readonly atMs: number
  readonly scanKind: ScanKind
  /** Null for payment codes and cards, as is `bytesHex`. */
  readonly text: string | null
  readonly symbology: string | null
  readonly aim: string | null
  /** What the device sent for it, "02 0D 5D …", cut at 1,024 bytes. */
  readonly bytesHex: string | null
  /** From its first byte to the scan; milliseconds. */
  readonly tookMs: number
}

/** The timing of one keyboard scanner, measured by scanning (src/scan/calibration.ts proposes it). */
export const wedgeCalibration = z.strictObject({
  /** What people here call the scanner; saving the same name again replaces it. */
  device: z.string().trim().min(1).max(60),
  /** A longer pause ends a burst. */
  gapMsMax: z.int().min(20).max(500),
  /** The longest middle gap at which only a machine presses keys. */
  fastGapMs: z.int().min(5).max(200),
  /** The longest gap after its first key. */
  firstGapMsMax: z.int().min(20).max(500),
  /** A text that it sends before each code, not part of the code; may be empty. */
  prefix: z.string().max(16),
})
export type WedgeCalibration = z.infer<typeof wedgeCalibration>

/** What the page's detector uses: keys do not say which keyboard they are from, so it is the widest of all calibrations. */
export type WedgeTiming = {
  readonly gapMsMax: number
  readonly fastGapMs: number
  readonly firstGapMsMax: number
  readonly prefixes: readonly string[]
}
export type WedgeCalibrations = { readonly calibrations: readonly WedgeCalibration[]; readonly timing: WedgeTiming }

/** A serial scanner of this till. No port is opened that is not listed: it may be a payment terminal's. */
export const serialScannerSetting = z.strictObject({
  path: z.string().min(1).max(200),
  label: z.string().max(100).default(''),
  baudRate: z.int().min(300).max(1_000_000).default(9600),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  /** What ends a code, beside ETX after STX: `any`: CR, LF or a pause; `tab`: Tab too; `pause`: only a pause. */
  ending: z.enum(['any', 'tab', 'pause']).default('any'),
  /** The pause that ends a code without a suffix; milliseconds. */
  idleGapMs: z.int().min(10).max(1000).default(50),
})
export type SerialScannerSetting = z.infer<typeof serialScannerSetting>
export type SerialPortView = { readonly path: string; readonly label: string; readonly isSet: boolean }
export type SerialSettings = { readonly ports: readonly SerialPortView[]; readonly scanners: readonly SerialScannerSetting[] }

/** The search for port and settings: the code of the printed sheet is scanned again and again until it is understood. */
export type SerialFindState =
  | { readonly kind: 'idle' }
  /** `tried` of `total` settings; `heard`: ports from which something came that was not understood. */
  | { readonly kind: 'looking'; readonly ports: readonly string[]; readonly tried: number; readonly total: number; readonly heard: readonly string[] }
  | { readonly kind: 'found'; readonly setting: SerialScannerSetting; readonly sendsAim: boolean }
  | { readonly kind: 'not-found'; readonly heard: readonly string[]; readonly refused: readonly { readonly path: string; readonly why: ScannerTrouble }[] }

/** The codes of the set-up sheet, each with its picture. */
export type SetupSheet = { readonly codes: readonly { readonly id: SetupCodeId; readonly text: string; readonly symbology: 'code-128' | 'qr' | 'ean-13'; readonly svg: string }[] }
/** `find` finds port and settings; the others show that letters, digits and Chinese characters arrive whole. */
export type SetupCodeId = 'find' | 'digits' | 'letters' | 'long' | 'chinese'

/** What codes look like here (schema: src/contract/scan-rules.ts). `problem`: the stored rules do not fit, the defaults hold. */
export type ScanRulesView = { readonly rules: unknown; readonly isDefault: boolean; readonly problem: string | null; readonly plainMemberCodes: 'allowed' | 'refused' }

const nothing = z.strictObject({})

export const deviceCalls = {
  'devices.scanners': call<{ readonly scanners: readonly ScannerView[] }>()(nothing),
  'devices.calibration.read': call<WedgeCalibrations>()(nothing),
  'devices.calibration.save': call<WedgeCalibrations>()(wedgeCalibration),
  'devices.calibration.remove': call<WedgeCalibrations>()(z.strictObject({ device: z.string().min(1).max(60) })),
  'devices.serial.read': call<SerialSettings>()(nothing),
  /** Replaces the list. `port_twice`: one port, one scanner. */
  'devices.serial.save': call<SerialSettings, 'port_twice'>()(z.strictObject({ scanners: z.array(serialScannerSetting).max(16) })),
  /** Begins to look; `serial-find.changed` tells. Without `paths`: all ports that no scanner is set to. */
  'devices.serial.find': call<SerialFindState, 'no_ports' | 'no_drivers'>()(z.strictObject({ paths: z.array(z.string().min(1).max(200)).min(1).max(16).optional() })),
  'devices.serial.findStop': call<SerialFindState>()(nothing),
  'devices.sheet': call<SetupSheet>()(nothing),
  'devices.rules.read': call<ScanRulesView>()(nothing),
  /** `rules_refused` with place and reason in `detail`; nothing was changed. */
  'devices.rules.save': call<ScanRulesView, 'rules_refused'>()(z.strictObject({ rules: z.unknown() })),
  'devices.rules.reset': call<ScanRulesView>()(nothing),
  /** May a plain member code (88…, MEM…, a link) name a member, or only a signed one? */
  'devices.rules.plainMemberCodes': call<ScanRulesView>()(z.strictObject({ plainMemberCodes: z.enum(['allowed', 'refused']) })),
} as const

/** What the engine tells of devices without being asked. */
export type DeviceEvents = {
  readonly 'scanners.changed': readonly ScannerView[]
  readonly 'serial-find.changed': SerialFindState
  readonly 'calibration.changed': WedgeTiming
}
