import { z } from 'zod'
import { serialScannerSetting, wedgeCalibration, type SerialScannerSetting, type WedgeCalibration, type WedgeCalibrations, type WedgeTiming } from '../../contract/device-calls.ts'
import { scanRules } from '../../contract/scan-rules.ts'
import { DEFAULT_BURST_SETTINGS } from '../../scan/burst-judge.ts'
import { DEFAULT_SCAN_RULES, type ScanRules } from '../../scan/rules.ts'
import { putSetting, readSetting } from '../db/settings.ts'
import type { Ledger, LedgerRead } from '../db/sqlite-file.ts'

/** Settings of scanners, in the till's settings table. What is stored and does not fit is as if never set. */

const SERIAL = 'scanners.serial'
const WEDGE = 'scanners.wedge'
const RULES = 'scanners.rules'
const PLAIN_MEMBER_CODES = 'scanners.plain_member_codes'

/** Serial scanners to open. Default: none, a port may be a payment terminal's. */
export function serialScanners(ledger: LedgerRead): readonly SerialScannerSetting[] {
  const parsed = z.array(serialScannerSetting).safeParse(readSetting(ledger, SERIAL))
  return parsed.success ? parsed.data : []
}
export function putSerialScanners(ledger: Ledger, scanners: readonly SerialScannerSetting[]): void {
  ledger.write((tx) => putSetting(tx, SERIAL, scanners))
}

/** Measured keyboard scanners, and the timing that takes in all of them. */
export function wedgeCalibrations(ledger: LedgerRead): WedgeCalibrations {
  const parsed = z.array(wedgeCalibration).safeParse(readSetting(ledger, WEDGE))
  const calibrations = parsed.success ? parsed.data : []
  return { calibrations, timing: timingOf(calibrations) }
}
export function putWedgeCalibrations(ledger: Ledger, calibrations: readonly WedgeCalibration[]): void {
  ledger.write((tx) => putSetting(tx, WEDGE, calibrations))
}

/** Without a calibration the defaults; else the widest of all, because keys do not say which keyboard they are from. */
function timingOf(calibrations: readonly WedgeCalibration[]): WedgeTiming {
  const widest = (read: (each: Omit<WedgeCalibration, 'device' | 'prefix'>) => number): number =>
    calibrations.length === 0 ? read(DEFAULT_BURST_SETTINGS) : Math.max(...calibrations.map(read))
  return {
    gapMsMax: widest(({ gapMsMax }) => gapMsMax),
    fastGapMs: widest(({ fastGapMs }) => fastGapMs),
    firstGapMsMax: widest(({ firstGapMsMax }) => firstGapMsMax),
    prefixes: [...new Set(calibrations.map(({ prefix }) => prefix).filter((prefix) => prefix !== ''))],
  }
}

/** What codes look like in this shop; `problem`: what is stored does not fit, so the defaults hold. */
export type ShopRules = { readonly rules: ScanRules; readonly isDefault: boolean; readonly problem: string | null }

/** Reads rules from outside; a string says where and why they do not fit. */
export function parseScanRules(stored: unknown): ScanRules | string {
  const parsed = scanRules.safeParse(stored)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return `${issue?.path.join('.') || '(top)'}: ${issue?.message ?? 'does not fit'}`
}

/** Gives the rules in force at each scan; parsed again only when they were changed. */
export function shopRulesOf(ledger: Ledger): { current(): ShopRules; put(rules: ScanRules | null): void } {
  let known: ShopRules | null = null
  const read = (): ShopRules => {
    const stored = readSetting(ledger, RULES) ?? null
    if (stored === null) return { rules: DEFAULT_SCAN_RULES, isDefault: true, problem: null }
    const rules = parseScanRules(stored)
    return typeof rules === 'string' ? { rules: DEFAULT_SCAN_RULES, isDefault: true, problem: rules } : { rules, isDefault: false, problem: null }
  }
  return {
    current: () => (known ??= read()),
    put(rules) {
      ledger.write((tx) => putSetting(tx, RULES, rules))
      known = null
    },
  }
}

/** May a plain code, which anyone can copy, name a member? Default: yes. */
export function plainMemberCodes(ledger: LedgerRead): 'allowed' | 'refused' {
  return readSetting(ledger, PLAIN_MEMBER_CODES) === 'refused' ? 'refused' : 'allowed'
}
export function putPlainMemberCodes(ledger: Ledger, plain: 'allowed' | 'refused'): void {
  ledger.write((tx) => putSetting(tx, PLAIN_MEMBER_CODES, plain))
}
