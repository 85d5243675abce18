import type { RecountedHq, RecountedTill } from './facts.ts'

/** The table that a person reads: a row a till, as its own files have it and as HQ has it. */
export function tableOf(tills: readonly RecountedTill[], hq: RecountedHq): string {
  const head = ['till', 'sales', 'at HQ', 'due', 'due at HQ', 'points issued', 'at HQ', 'points used', 'at HQ', 'returns', 'at HQ', 'refunded', 'at HQ', 'queue']
  const rows = tills.map((till) => {
    const booked = hq.sales.filter((sale) => sale.tillId === till.tillId)
    const returned = hq.returns.filter((each) => each.tillId === till.tillId)
    return [
      till.name,
      String(till.sales.length),
      String(booked.length),
      yuan(sum(till.sales.map((sale) => sale.dueMinor))),
      yuan(sum(booked.map((sale) => sale.dueMinor))),
      String(sum(till.sales.map((sale) => sale.earnPoints))),
      String(sum(booked.map((sale) => sale.earnPoints))),
      String(sum(till.sales.map((sale) => sale.pointsUsed))),
      String(sum(booked.map((sale) => sale.pointsUsed))),
      String(till.returns.length),
      String(returned.length),
      yuan(sum(till.returns.map((each) => each.refundMinor))),
      yuan(sum(returned.map((each) => each.refundMinor))),
      String(till.queuedEvents),
    ]
  })
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')
  const touched = new Set(
    tills.flatMap((till) => [...till.sales, ...till.returns].flatMap(({ memberId }) => (memberId === null ? [] : [memberId]))),
  )
  const balances = [...touched].sort().map((memberId) => {
    const stated = hq.stated.get(memberId)
    const summed = (asset: string): number => hq.sums.get(`${asset} member/${memberId}`) ?? 0
    const value = stated && stated.principalMinor + stated.bonusMinor > 0 ? `; stored value ${yuan(stated.principalMinor)} and bonus ${yuan(stated.bonusMinor)}, entries ${yuan(summed('principal'))} and ${yuan(summed('bonus'))}` : ''
    return `  ${memberId}: ${stated?.balancePoints ?? 'unknown'} points at HQ, entries sum to ${summed('points')}${value}`
  })
  return [
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    'members who bought:',
    ...balances,
    `in suspense at HQ: ${hq.suspense}`,
  ].join('\n')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function yuan(minor: number): string {
  return `${Math.trunc(minor / 100)}.${String(Math.abs(minor % 100)).padStart(2, '0')}`
}
