import type { ScannerView, WedgeCalibrations } from '../../src/contract/device-calls.ts'
import { err, ok, type Result } from '../../src/contract/result.ts'
import type { deviceCalls } from '../../src/contract/device-calls.ts'
import { DEFAULT_SCAN_RULES } from '../../src/scan/rules.ts'

/** A scanner of each kind, as the devices page may find them. */
const scanners: readonly ScannerView[] = [
  {
    deviceId: 'hid:/dev/hidraw0', label: 'Honeywell Voyager 1400g', connection: 'hid', state: { kind: 'ready' },
    lastScan: { atMs: Date.parse('2026-11-20T18:41:30+08:00'), scanKind: 'product', text: '6901234567892', symbology: 'ean-13', aim: ']E0', bytesHex: '02 0D 5D 45 30 36 39 30', tookMs: 2 },
  },
  { deviceId: 'hid:/dev/hidraw1', label: 'Datalogic Gryphon', connection: 'keyboard', state: { kind: 'keyboard-mode' }, lastScan: null },
  { deviceId: 'serial:/dev/ttyUSB0', label: 'Opticon', connection: 'serial', state: { kind: 'trouble', why: 'no-permission', detail: 'EACCES' }, lastScan: null },
]
const calibrations: WedgeCalibrations = { calibrations: [], timing: { gapMsMax: 50, fastGapMs: 32, firstGapMsMax: 100, prefixes: [] } }

/** Answers of the calls about scanners for a window without an engine: nothing is kept. */
export function fakeDevices(): { readonly [N in keyof typeof deviceCalls]: () => Result<unknown, { code: string }> } {
  const rules = () => ok({ rules: DEFAULT_SCAN_RULES, isDefault: true, problem: null, plainMemberCodes: 'allowed' as const })
  const serial = () => ok({ ports: [], scanners: [] })
  return {
    'devices.scanners': () => ok({ scanners }),
    'devices.calibration.read': () => ok(calibrations),
    'devices.calibration.save': () => ok(calibrations),
    'devices.calibration.remove': () => ok(calibrations),
    'devices.serial.read': serial,
    'devices.serial.save': serial,
    'devices.serial.find': () => err({ code: 'no_ports' }),
    'devices.serial.findStop': () => ok({ kind: 'idle' }),
    'devices.sheet': () => ok({ codes: [] }),
    'devices.rules.read': rules,
    'devices.rules.save': rules,
    'devices.rules.reset': rules,
    'devices.rules.plainMemberCodes': rules,
  }
}
