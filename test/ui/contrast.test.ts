import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/tidy/project.ts'

const css = readFileSync(path.join(root, 'src/ui/tokens.css'), 'utf8')

/** The colours of one theme by name. */
function coloursOf(theme: 'light' | 'dark' | 'contrast'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9A-Fa-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}

/** Relative luminance by WCAG 2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const channel = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(colours: ReadonlyMap<string, string>, [front, ground]: readonly [string, string]): number {
  const of = (name: string): string => {
    const colour = colours.get(name)
    if (colour === undefined) throw new Error(`no --${name}`)
    return colour
  }
  const [light = 0, dark = 0] = [luminance(of(front)), luminance(of(ground))].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const on = (grounds: readonly string[], ...fronts: readonly string[]): readonly (readonly [string, string])[] => fronts.flatMap((front) => grounds.map((ground) => [front, ground] as const))
const textPairs = [
  ...on(['ground', 'surface', 'surface-2'], 'ink', 'ink-2', 'ink-3', 'jade', 'wait', 'stop'),
  ...on(['jade-soft', 'wait-soft', 'stop-soft'], 'ink', 'ink-2'),
  ...on(['jade-soft'], 'jade'),
  ...on(['wait-soft'], 'wait'),
  ...on(['stop-soft'], 'stop'),
  ...on(['jade', 'jade-press'], 'on-jade'),
  ...on(['ink'], 'surface'),
  ...on(['slab', 'slab-2'], 'slab-ink', 'slab-ink-2', 'slab-jade', 'slab-wait', 'slab-stop'),
  ...on(['slab-jade'], 'on-slab-jade'),
  ...on(['paper'], 'paper-ink', 'paper-ink-2'),
]
const controlPairs = [
  ...on(['ground', 'surface', 'surface-2'], 'edge-line'),
  ...on(['ground', 'surface'], 'focus'),
  ...on(['slab', 'slab-2'], 'slab-edge'),
  ...on(['slab'], 'slab-focus'),
]

describe.each(['light', 'dark', 'contrast'] as const)('%s', (theme) => {
  const colours = coloursOf(theme)
  const textMin = theme === 'contrast' ? 7 : 4.5
  it.each(textPairs.map(([front, ground]) => [front, ground] as const))('%s on %s can be read', (front, ground) => {
    expect(contrast(colours, [front, ground])).toBeGreaterThanOrEqual(textMin)
  })
  it.each(controlPairs.map(([front, ground]) => [front, ground] as const))('%s on %s can be seen', (front, ground) => {
    expect(contrast(colours, [front, ground])).toBeGreaterThanOrEqual(3)
  })
})

it('measures like the formula says', () => {
  expect(contrast(new Map([['a', '#000000'], ['b', '#FFFFFF']]), ['a', 'b'])).toBeCloseTo(21, 5)
})
