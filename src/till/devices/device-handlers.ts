import type { ScanRulesView, SerialSettings } from '../../contract/device-calls.ts'
import { err, ok } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { Scanners } from './scanners.ts'
import {
  parseScanRules,
  plainMemberCodes,
  putPlainMemberCodes,
  putSerialScanners,
  putWedgeCalibrations,
  serialScanners,
  wedgeCalibrations,
  type shopRulesOf,
} from './scan-settings.ts'
import { setupSheet } from './setup-sheet.ts'

export type DeviceHandlerDeps = { readonly ledger: Ledger; readonly scanners: () => Scanners; readonly rules: ReturnType<typeof shopRulesOf> }

type Named = Pick<Handlers, Extract<keyof Handlers, `devices.${'scanners' | 'sheet' | `calibration.${string}` | `serial.${string}` | `rules.${string}`}`>>

/** What pages may ask about scanners. Every change holds from the next scan on. */
export function deviceHandlers(deps: DeviceHandlerDeps): Named {
  return {
    'devices.scanners': () => ok({ scanners: deps.scanners().views() }),
    'devices.sheet': async () => ok(await setupSheet()),
    ...calibrationHandlers(deps),
    ...serialHandlers(deps),
    ...rulesHandlers(deps),
  }
}

function calibrationHandlers({ ledger, scanners }: DeviceHandlerDeps): Pick<Named, `devices.calibration.${'read' | 'save' | 'remove'}`> {
  const others = (device: string) => wedgeCalibrations(ledger).calibrations.filter((each) => each.device !== device)
  const answer = () => {
    scanners().tellTiming()
    return ok(wedgeCalibrations(ledger))
  }
  return {
    'devices.calibration.read': () => ok(wedgeCalibrations(ledger)),
    'devices.calibration.save': (calibration) => {
      putWedgeCalibrations(ledger, [...others(calibration.device), calibration])
      return answer()
    },
    'devices.calibration.remove': ({ device }) => {
      putWedgeCalibrations(ledger, others(device))
      return answer()
    },
  }
}

function serialHandlers({ ledger, scanners }: DeviceHandlerDeps): Pick<Named, `devices.serial.${'read' | 'save' | 'find' | 'findStop'}`> {
  const settings = async (): Promise<SerialSettings> => ({ ports: await scanners().ports(), scanners: serialScanners(ledger) })
  return {
    'devices.serial.read': async () => ok(await settings()),
    'devices.serial.save': async ({ scanners: wanted }) => {
      if (new Set(wanted.map(({ path }) => path)).size < wanted.length) return err({ code: 'port_twice' })
      putSerialScanners(ledger, wanted)
      scanners().look()
      return ok(await settings())
    },
    'devices.serial.find': async ({ paths }) => {
      const state = await scanners().find(paths)
      return typeof state === 'string' ? err({ code: state }) : ok(state)
    },
    'devices.serial.findStop': () => ok(scanners().stopFinding()),
  }
}

function rulesHandlers({ ledger, rules }: DeviceHandlerDeps): Pick<Named, `devices.rules.${'read' | 'save' | 'reset' | 'plainMemberCodes'}`> {
  const view = (): ScanRulesView => ({ ...rules.current(), plainMemberCodes: plainMemberCodes(ledger) })
  return {
    'devices.rules.read': () => ok(view()),
    'devices.rules.save': (asked) => {
      const wanted = parseScanRules(asked.rules)
      if (typeof wanted === 'string') return err({ code: 'rules_refused', detail: wanted })
      rules.put(wanted)
      return ok(view())
    },
    'devices.rules.reset': () => {
      rules.put(null)
      return ok(view())
    },
    'devices.rules.plainMemberCodes': ({ plainMemberCodes: plain }) => {
      putPlainMemberCodes(ledger, plain)
      return ok(view())
    },
  }
}
