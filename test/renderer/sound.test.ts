import { expect, it } from 'vitest'
import { soundOf, sounds } from '../../src/renderer/sound.ts'

it('success and failure differ in pitch and in rhythm', () => {
  const rhythms = Object.values(sounds).map((tones) => tones.map(({ lengthMs, pauseMs }) => `${lengthMs} ${pauseMs}`).join())
  expect(new Set(rhythms).size).toBe(rhythms.length)
  const highest = (name: keyof typeof sounds): number => Math.max(...sounds[name].map(({ hertz }) => hertz))
  expect(Math.min(highest('done'), highest('saved'))).toBeGreaterThan(2 * Math.max(highest('wait'), highest('stop')) * 0.99)
})
it('is short: the next scan is not drowned', () => {
  for (const tones of Object.values(sounds)) expect(tones.reduce((sum, { lengthMs, pauseMs }) => sum + lengthMs + pauseMs, 0)).toBeLessThanOrEqual(500)
})
it('says what the scan line says, and nothing where there is nothing to answer', () => {
  expect((['done', 'wait', 'stop', 'ready', 'idle'] as const).map(soundOf)).toEqual(['done', 'wait', 'stop', null, null])
})
