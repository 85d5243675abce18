import type { ScanVoice } from '../ui/components/scan-line.tsx'

/** One tone: how high, how long, and the pause before the next. Hertz and milliseconds. */
export type Tone = { readonly hertz: number; readonly lengthMs: number; readonly pauseMs: number }

/**
 * What a cashier hears without looking. They differ in pitch and in rhythm, so that no one has to know a pitch by
 * itself: done is one short high tone, saved two rising, not yet one long low tone, refused three low beats.
 */
export const sounds = {
  done: [{ hertz: 1320, lengthMs: 70, pauseMs: 0 }],
  saved: [{ hertz: 1050, lengthMs: 90, pauseMs: 40 }, { hertz: 1570, lengthMs: 140, pauseMs: 0 }],
  wait: [{ hertz: 520, lengthMs: 260, pauseMs: 0 }],
  stop: [{ hertz: 330, lengthMs: 110, pauseMs: 60 }, { hertz: 330, lengthMs: 110, pauseMs: 60 }, { hertz: 330, lengthMs: 110, pauseMs: 0 }],
} as const satisfies Record<string, readonly Tone[]>
export type SoundName = keyof typeof sounds

/** The sound of what the scan line says; nothing for what needs no answer. */
export function soundOf(voice: ScanVoice): SoundName | null {
  return voice === 'done' || voice === 'wait' || voice === 'stop' ? voice : null
}

const VOLUME = 0.2
/** Tones begin and end softly over this long, or the loudspeaker clicks. */
const EDGE_SECONDS = 0.008
let context: AudioContext | null = null

/** Plays a sound. Without a loudspeaker, or before the first key of the day, nothing happens. */
export function play(name: SoundName): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  let startSeconds = context.currentTime
  for (const { hertz, lengthMs, pauseMs } of sounds[name]) {
    const endSeconds = startSeconds + lengthMs / 1000
    const oscillator = new OscillatorNode(context, { frequency: hertz, type: 'triangle' })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, startSeconds)
    gain.gain.linearRampToValueAtTime(VOLUME, startSeconds + EDGE_SECONDS)
    gain.gain.setValueAtTime(VOLUME, endSeconds - EDGE_SECONDS)
    gain.gain.linearRampToValueAtTime(0, endSeconds)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(startSeconds)
    oscillator.stop(endSeconds)
    startSeconds = endSeconds + pauseMs / 1000
  }
}
