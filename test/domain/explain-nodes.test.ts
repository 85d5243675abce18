import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ExplainNode } from '../../src/domain/explain-node.ts'
import { quoted } from '../support/rule-case.ts'
import { sales } from '../support/random-case.ts'

function nodesOf(node: ExplainNode): ExplainNode[] {
  return [node, ...node.children.flatMap(nodesOf)]
}

function childOf(root: ExplainNode, id: string): ExplainNode {
  const found = root.children.find((child) => child.id === id)
  if (found === undefined) throw new Error(`no node ${id}`)
  return found
}

type Caps = { readonly earn?: { readonly caps?: Readonly<Record<string, number | null>> } }

it('every line, offer that changed something, cap, rounding and lot has a node of its own', () => {
  const met = { lines: 0, offers: 0, caps: 0, lots: 0 }
  fc.assert(
    fc.property(sales, (json) => {
      const result = quoted(json)
      const root = result.explain
      const due = childOf(root, 'due')
      for (const part of ['gross', 'due']) expect(childOf(root, part).children).toHaveLength(result.lines.length)
      const earn = childOf(root, 'earn')
      met.lines += result.lines.length
      for (const [place, line] of result.lines.entries()) {
        const takenOff = line.discountMinor > 0 ? nodesOf(due.children[place] ?? due).filter(({ ruleId, result: of }) => ruleId !== null && of.kind === 'minor' && of.resultMinor < 0) : []
        const about = [...nodesOf(due.children[place] ?? due), ...nodesOf(earn), ...nodesOf(childOf(root, 'earn-lines'))].map(({ ruleId }) => ruleId)
        for (const offer of line.offers) expect(about, `${offer} on line ${place}`).toContain(offer)
        // No two offers share a node, so the one taken away takes nothing of another with it.
        expect(new Set(takenOff.map(({ id }) => id)).size).toBe(takenOff.length)
        met.offers += line.offers.length
      }
      if (json['member'] === null) return
      expect(earn.children.filter(({ id }) => id === 'earn/rounded')).toHaveLength(1)
      for (const [cap, limit] of Object.entries((json['programme'] as Caps).earn?.caps ?? {})) {
        if (limit === null) continue
        expect(earn.children.filter(({ id }) => id === `earn/cap:${cap}`), cap).toHaveLength(1)
        met.caps += 1
      }
      const used = childOf(root, 'points-used')
      for (const { lot } of result.lotsUsed) expect(used.children.filter(({ id }) => id === `points-used/lot:${lot}`)).toHaveLength(1)
      expect(nodesOf(root).some(({ id }) => id === 'new-lot')).toBe(true)
      met.lots += result.lotsUsed.length
    }),
    { numRuns: 400 },
  )
  // The cases reach what is asked.
  expect(Math.min(...Object.values(met))).toBeGreaterThan(20)
})
