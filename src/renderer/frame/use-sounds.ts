import { useEffect, useRef } from 'react'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { describeScan } from '../scan/describe-scan.ts'
import { play, soundOf } from '../sound.ts'
import { useDesk } from '../state/context.ts'
import { useView } from '../state/view.ts'
import { useText } from '../texts.ts'

/** Lets the cashier hear what the scan line says, that a sale is saved, and that something went wrong. */
export function useSounds(): void {
  const text = useText()
  const locale = useLocale()
  const { scan, phase } = useDesk()
  const lastToast = useView((view) => view.toasts.at(-1))
  const voice = scan === null ? null : describeScan(scan, text, locale).voice

  // What was there when the window opened was heard before.
  const heardScan = useRef(scan?.atMs)
  useEffect(() => {
    if (heardScan.current === scan?.atMs) return
    heardScan.current = scan?.atMs
    const sound = voice === null ? null : soundOf(voice)
    if (sound !== null) play(sound)
  }, [scan?.atMs, voice])

  const heardPhase = useRef(phase.kind)
  useEffect(() => {
    if (heardPhase.current !== phase.kind && phase.kind === 'saved') play('saved')
    heardPhase.current = phase.kind
  }, [phase.kind])

  const toastId = lastToast?.id
  const toastTone = lastToast?.tone
  useEffect(() => {
    if (toastId !== undefined && toastTone !== undefined) play(toastTone === 'jade' ? 'done' : toastTone)
  }, [toastId, toastTone])
}
