import { flushSync } from 'react-dom'
import { create } from 'zustand'
import type { WedgeTiming } from '../../contract/device-calls.ts'
import { CALIBRATING } from '../../scan/calibration.ts'
import { createBurstDetector, type BurstSettings, type WedgeScan } from '../../scan/wedge.ts'
import type { TillBridge } from '../bridge.ts'
import { hookWedge } from './wedge-hook.ts'

/**
 * How keyboard scanners are listened to. While the wizard sets `onCalibrationScan`, even the slowest scanner is
 * recognised and every scan goes to the wizard, with its rhythm, and nowhere else.
 */
export type WedgeState = {
  /** As calibrated; null: not heard from the engine yet, the defaults hold. */
  readonly timing: WedgeTiming | null
  readonly onCalibrationScan: ((scan: WedgeScan) => void) | null
}
export const useWedge = create<WedgeState>()(() => ({ timing: null, onCalibrationScan: null }))

function settingsOf({ timing, onCalibrationScan }: WedgeState): Partial<BurstSettings> {
  return onCalibrationScan === null ? (timing ?? {}) : CALIBRATING
}

/**
 * Listens to keyboard scanners with the timing of the till, and goes over to another at once when it changes.
 * @returns stops listening
 */
export function followWedge(page: Window & typeof globalThis, bridge: TillBridge, onScan: (scan: WedgeScan) => void): () => void {
  const deliver = (scan: WedgeScan): void => (useWedge.getState().onCalibrationScan ?? onScan)(scan)
  const hook = (state: WedgeState): (() => void) => hookWedge(page, deliver, { detector: createBurstDetector(settingsOf(state)), settle: flushSync })
  let unhook = hook(useWedge.getState())
  const unsubscribe = useWedge.subscribe((state, before) => {
    if (JSON.stringify(settingsOf(state)) === JSON.stringify(settingsOf(before))) return
    unhook()
    unhook = hook(state)
  })
  const takeTiming = (timing: WedgeTiming): void => useWedge.setState({ timing })
  const off = bridge.on('calibration.changed', takeTiming)
  void bridge.invoke('devices.calibration.read', {}).then(
    (reply) => {
      if (reply.ok) takeTiming(reply.output.timing)
    },
    () => undefined, // the engine is not there yet; the defaults read nearly every scanner
  )
  return () => {
    off()
    unsubscribe()
    unhook()
  }
}
