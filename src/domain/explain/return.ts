import type { ExplainNode } from '../explain-node.ts'
import type { ReturnLineResult } from '../sale-result.ts'
import type { ReturnWork } from '../return/return-work.ts'
import { sumOf } from '../rounding.ts'
import { groupNode, minorNode, pointsNode } from './build.ts'
import { balanceNode } from './lots.ts'

/** Every number of a return's result, with its tree. */
export function explainReturn(work: ReturnWork, lines: readonly ReturnLineResult[]): ExplainNode {
  return groupNode('return', 'explain.return', [
    refundNode(work),
    ...recomputedNodes(work),
    linesNode('points-back', 'explain.pointsBack', lines, (line) => line.pointsBack),
    pointsBackTo(work),
    linesNode('claw-back', 'explain.clawBack', lines, (line) => line.pointsClawedBack),
    clawBackFrom(work),
    ...(work.member === null ? [] : [balanceNode('balance', work.lots, work.debtPoints, work.atMs)]),
  ])
}

function refundNode({ reversal, totals, clawedBack }: ReturnWork): ExplainNode {
  const { principalMinor, bonusMinor } = totals.storedValue
  const lines = reversal.lines.map(({ line, parts }) => {
    const id = `refund/line:${line}`
    return minorNode(id, sumOf([parts.restMinor, parts.storedPrincipalMinor, parts.storedBonusMinor]), {
      key: 'explain.refundLine',
      params: { line, pointsTenderMinor: parts.pointsTenderMinor },
      children: [
        minorNode(`${id}/rest`, parts.restMinor, { key: 'explain.refundRest', join: 'rounding' }),
        minorNode(`${id}/principal`, parts.storedPrincipalMinor, { key: 'explain.refundPrincipal', join: 'rounding' }),
        minorNode(`${id}/bonus`, parts.storedBonusMinor, { key: 'explain.refundBonus', join: 'rounding' }),
      ],
    })
  })
  const { deductedMinor, paidPoints } = clawedBack
  const deducted = minorNode('refund/deducted', -deductedMinor, { key: 'explain.deducted', params: { paidPoints } })
  return minorNode('refund', totals.restMinor + principalMinor + bonusMinor - deductedMinor, {
    key: 'explain.refund',
    children: deductedMinor === 0 ? lines : [...lines, deducted],
  })
}

/** Where the basket was quoted again: the value that this return takes, and what remains to be paid for. */
function recomputedNodes({ reversal }: ReturnWork): ExplainNode[] {
  if (reversal.remainingDueMinor === null) return []
  const children = reversal.lines.map(({ line, netMinor }) =>
    minorNode(`value-reversed/line:${line}`, netMinor, { key: 'explain.valueReversedLine', params: { line } }),
  )
  return [
    minorNode('value-reversed', sumOf(reversal.lines.map((line) => line.netMinor)), {
      key: 'explain.valueReversed',
      params: { remainingDueMinor: reversal.remainingDueMinor },
      children,
    }),
  ]
}

function linesNode(
  id: string,
  key: string,
  lines: readonly ReturnLineResult[],
  pointsOf: (line: ReturnLineResult) => number,
): ExplainNode {
  const children = lines.map((line) =>
    pointsNode(`${id}/line:${line.line}`, pointsOf(line), { key: `${key}Line`, params: { line: line.line } }),
  )
  return pointsNode(id, sumOf(lines.map(pointsOf)), { key, children })
}

function pointsBackTo({ givenBack, totals, graceLot }: ReturnWork): ExplainNode {
  const { droppedPoints, debtRepaidPoints, toLots, gracePoints } = givenBack
  const children = [
    pointsNode('points-back-to/debt', debtRepaidPoints, { key: 'explain.debtRepaid' }),
    pointsNode('points-back-to/dropped', droppedPoints, { key: 'explain.graceLapsed', join: 'cap' }),
    ...toLots.map(({ ref, points }) =>
      pointsNode(`points-back-to/lot:${ref}`, points, { key: 'explain.lotBack', params: { lot: ref } }),
    ),
  ]
  if (graceLot !== null) {
    children.push(
      pointsNode(`points-back-to/lot:${graceLot.ref}`, gracePoints, {
        key: 'explain.lotGrace',
        params: { lot: graceLot.ref, expiresAtMs: graceLot.expiresAtMs },
      }),
    )
  }
  return pointsNode('points-back-to', totals.pointsUsed, { key: 'explain.pointsBackTo', children })
}

function clawBackFrom({ clawedBack }: ReturnWork): ExplainNode {
  const { takes, debtAddedPoints, letGoPoints, paidPoints, duePoints, expiredNotDuePoints } = clawedBack
  const children = [
    ...takes.map(({ lot, points }) =>
      pointsNode(`claw-back-from/lot:${lot.ref}`, points, { key: 'explain.lotTaken', params: { lot: lot.ref } }),
    ),
    pointsNode('claw-back-from/debt', debtAddedPoints, { key: 'explain.debtAdded' }),
    pointsNode('claw-back-from/let-go', letGoPoints, { key: 'explain.letGo', join: 'cap' }),
    pointsNode('claw-back-from/money', paidPoints, { key: 'explain.paidWithMoney' }),
  ]
  return pointsNode('claw-back-from', duePoints, {
    key: 'explain.clawBackFrom',
    params: { expiredNotDuePoints },
    children,
  })
}
