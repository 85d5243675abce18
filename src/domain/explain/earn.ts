import { assertNever, must } from '../assert.ts'
import type { ExplainJoin, ExplainNode } from '../explain-node.ts'
import { fractionText, multiply } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { EarnLine } from '../sale/earn-base.ts'
import type { EarnPass } from '../sale/earn-pass.ts'
import { gainOf } from '../sale/earn-factor.ts'
import { exactPoints } from '../sale/earn-total.ts'
import type { Earning, SaleWork } from '../sale/sale-work.ts'
import type { EarnRules, EarnStacking } from '../programme.ts'
import { exactPointsNode, factorNode, groupNode, minorNode, pointsNode } from './build.ts'
import { lineId } from './price.ts'

/** Points earned, their shares by line, and the tier metric. */
export function explainEarning(work: SaleWork): ExplainNode[] {
  const { programme, earning } = work
  const { pass, atOldLevel } = earning
  const nodes = [earnNode(programme.earn, pass), lineSharesNode(pass), metricNode(work)]
  if (atOldLevel !== null) nodes.push(crossingNode(earning, atOldLevel))
  return nodes
}

function earnNode(rules: EarnRules, pass: EarnPass): ExplainNode {
  const { total } = pass
  const exact = pass.lines.map((line, index) => lineNode(rules, pass, line, index))
  if (rules.carry) exact.push(exactPointsNode('earn/carry', pass.carriedIn, { key: 'explain.carry' }))
  const rounded = pointsNode('earn/rounded', total.roundedPoints, {
    key: 'explain.earnRounded',
    params: { rounding: rules.rounding },
    join: 'rounding',
    children: exact,
  })
  const bonuses = pass.offers.bonuses
    .filter(({ points }) => points > 0)
    .map(({ offer, points }) =>
      pointsNode(`earn/${offer.key}`, points, {
        key: 'explain.bonus',
        params: { per: offer.action.per, points: offer.action.points },
        ruleId: offer.id,
      }),
    )
  const budgets = pass.budgetCuts.map(({ offer, gavePoints, leftPoints, cutPoints }) =>
    pointsNode(`earn/budget:${offer.key}`, -cutPoints, {
      key: cutPoints > 0 ? 'explain.budgetCut' : 'explain.budgetKept',
      params: { gavePoints, leftPoints },
      ruleId: offer.id,
      join: 'cap',
    }),
  )
  const caps = pass.capCuts.map(({ cap, capPoints, leftPoints, cutPoints }) =>
    pointsNode(`earn/cap:${cap}`, -cutPoints, {
      key: cutPoints > 0 ? `explain.capCut.${cap}` : `explain.capKept.${cap}`,
      params: { capPoints, leftPoints },
      join: 'cap',
    }),
  )
  return pointsNode('earn', pass.earnPoints, {
    key: 'explain.earn',
    children: [rounded, ...bonuses, ...budgets, ...caps],
  })
}

/** Exact points of a line: its base at the programme's rate, and what each multiplier adds or makes of it. */
function lineNode(rules: EarnRules, pass: EarnPass, { line, baseMinor }: EarnLine, index: number): ExplainNode {
  const id = `earn/${lineId(line)}`
  const base = exactPoints(baseMinor, rules)
  const { joined, isFloored } = must(pass.total.factors[index])
  const exact = must(pass.total.exact[index])
  const multipliers: readonly Multiplier[] = [
    { id: `${id}/tier`, ruleId: null, key: 'explain.tierMultiplier', multiplier: pass.tierMultiplier },
    ...joined.map((offer) => ({
      id: `${id}/${offer.key}`,
      ruleId: offer.id,
      key: 'explain.multiplier',
      multiplier: offer.action.multiplier,
    })),
  ]
  const baseNode = exactPointsNode(`${id}/base`, base, {
    key: `explain.earnBase.${rules.base}`,
    params: { baseMinor, points: rules.points, perMinor: rules.perMinor },
  })
  const parts = multipliers.map((multiplier) => multiplierNode(rules, base, multiplier))
  return exactPointsNode(id, exact, {
    key: 'explain.earnLine',
    params: { sku: line.sku, baseMinor },
    join: joinOf(rules.stacking, isFloored),
    children: [baseNode, ...parts],
  })
}

interface Multiplier {
  readonly id: string
  readonly key: string
  readonly ruleId: string | null
  readonly multiplier: Fraction
}

/** Under `add` a multiplier's node is what it adds, otherwise the factor itself. */
function multiplierNode(rules: EarnRules, base: Fraction, { id, key, ruleId, multiplier }: Multiplier): ExplainNode {
  if (rules.stacking !== 'add') return factorNode(id, multiplier, { key, ruleId })
  return exactPointsNode(id, multiply(base, gainOf(multiplier)), {
    key,
    ruleId,
    params: { multiplier: fractionText(multiplier) },
  })
}

function joinOf(stacking: EarnStacking, isFloored: boolean): ExplainJoin {
  switch (stacking) {
    case 'add':
      return isFloored ? 'cap' : 'sum'
    case 'multiply':
      return 'product'
    case 'max':
      return 'choice'
    default:
      return assertNever(stacking)
  }
}

function lineSharesNode(pass: EarnPass): ExplainNode {
  const children = pass.lines.map(({ line }, index) =>
    pointsNode(`earn-lines/${lineId(line)}`, must(pass.linePoints[index]), {
      key: 'explain.earnLineShare',
      params: { sku: line.sku },
    }),
  )
  return pointsNode('earn-lines', pass.earnPoints, { key: 'explain.earnLines', children })
}

function metricNode({ programme, inputs, earning }: SaleWork): ExplainNode {
  const { metric, counts } = programme.tiers
  const node = metric === 'spend' ? minorNode : pointsNode
  return node('qualifying', earning.qualifying, {
    key: 'explain.qualifying',
    params: { metric, counts, tierAfter: earning.levelAfter?.id ?? null },
    children: [
      node('qualifying/before', inputs.member?.qualifying ?? 0, { key: 'explain.qualifyingBefore' }),
      node('qualifying/growth', earning.growth, { key: 'explain.qualifyingGrowth' }),
    ],
  })
}

function crossingNode({ level, pass }: Earning, atOldLevel: EarnPass): ExplainNode {
  return groupNode('crossing', 'explain.crossing', [
    pointsNode('crossing/old', atOldLevel.earnPoints, { key: 'explain.crossingOld', join: 'choice' }),
    pointsNode('crossing/new', pass.earnPoints, {
      key: 'explain.crossingNew',
      params: { tier: level?.id ?? null },
      join: 'choice',
    }),
  ])
}
