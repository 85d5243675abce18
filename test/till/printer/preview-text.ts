import type { PrintedLine } from '../../sim/printer/escpos-interpreter.ts'

/** Characters with the column in which each begins; blanks are left out, they leave no ink. */
export type InkLine = readonly string[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&#xa0;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

/** What stands on each line of receiptline's picture of a receipt. */
export function previewInk(svg: string): readonly InkLine[] {
  const groups = svg.split(/<g transform="translate\(/).slice(1)
  return groups.map(groupInk).filter((line) => line.length > 0)
}

function groupInk(group: string): InkLine {
  const ink: [number, string][] = []
  const left = Number(/^(\d+)/.exec(group)?.[1] ?? 0)
  for (const [, attributes = '', content = ''] of group.matchAll(/<text([^>]*)>(.*?)<\/text>/g)) {
    const scale = Number(/scale\((\d)/.exec(attributes)?.[1] ?? 1)
    for (const [, x = '0', shown = ''] of content.matchAll(/<tspan x="([\d.]+)">(.*?)<\/tspan>/g)) {
      const character = ENTITIES[shown] ?? shown
      const width = isWide(character) ? 24 : 12
      ink.push([(left + (Number(x) - width / 2) * scale) / 12, character])
    }
  }
  return toInk(ink)
}

/** What the printer put on paper, in the same form. */
export function paperInk(lines: readonly PrintedLine[]): readonly InkLine[] {
  return lines
    .map(({ cells }) => toInk(cells.map((cell) => [cell.column, cell.character])))
    .filter((line) => line.length > 0)
}

function toInk(ink: readonly (readonly [column: number, character: string])[]): InkLine {
  return ink
    .filter(([, character]) => character.trim() !== '' && character !== '─')
    .toSorted(([a], [b]) => a - b)
    .map(([column, character]) => `${String(column)} ${character}`)
}

function isWide(character: string): boolean {
  return (
    /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character) ||
    /[×·—“”‘’…]/.test(character)
  )
}
