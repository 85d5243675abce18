import { publish } from '../world/shop.ts'
import { giveBack, sell } from '../world/cashier.ts'
import type { SimTill } from '../world/till-node.ts'
import { damageEvent } from './damage.ts'
import type { ScheduleStep, StepOf, Verb } from './schedule.ts'
import { keepSent, NotYet, type Stage } from './stage.ts'

/** What a step came to; `why` is a named rejection. */
export type StepResult = { readonly ok: boolean; readonly why?: string } & Readonly<Record<string, unknown>>
type Play<V extends Verb> = (stage: Stage, step: StepOf<V>) => Promise<StepResult>

const done: StepResult = { ok: true }
const notYet = (what: string) => async (): Promise<StepResult> => {
  throw new NotYet(what)
}

/** One row a verb. */
const verbs: { readonly [V in Verb]: Play<V> } = {
  cut: async ({ world }, { tills }) => {
    for (const name of tills) world.till(name).line.cut(true)
    return done
  },
  heal: async ({ world }, { tills }) => {
    for (const name of tills) world.till(name).line.cut(false)
    return done
  },
  sell: playSell,
  return: playReturn,
  void: notYet('voids'),
  lend: notYet('leases for days'),
  openShift: notYet('leases lent at the opening of a shift'),
  closeShift: notYet('leases returned at the closing of a shift'),
  loseReply: async (stage, { till }) => {
    stage.loseReplies = till
    return done
  },
  redeliver: playRedeliver,
  crash: async (stage, { till, when }) => {
    stage.crash = { till, when }
    return done
  },
  snapshotTill: async ({ world, folders }, { till, name }) => {
    await world.till(till).stop()
    folders.set(name, world.till(till).copy())
    await world.till(till).start()
    return done
  },
  restoreTill: async ({ world, folders }, { till, name }) => {
    const copy = folders.get(name)
    if (copy === undefined) throw new Error(`there is no snapshot ${name}`)
    await world.till(till).stop()
    world.till(till).put(copy)
    await world.till(till).start()
    return done
  },
  cloneTill: playClone,
  corruptRow: playCorrupt,
  clock: async ({ world }, { till, by }) => {
    world.till(till).wallOffsetMs += durationMs(by)
    return done
  },
  wait: notYet("HQ's daily work"),
  backupHq: async ({ world }, { name }) => {
    await world.hq.backup(name)
    return done
  },
  restoreHq: async ({ world }, { name }) => {
    await world.hq.restore(name, 'told')
    return done
  },
  merge: notYet('merges'),
  erase: notYet('erasures'),
  block: notYet('blocks'),
  topUp: notYet('top-ups'),
  programme: async ({ world }, { programme }) => {
    await publish(world.hq.hq, programme)
    return done
  },
  declareLost: notYet('leases declared lost'),
}

/** @throws NotYet */
export function playStep(stage: Stage, step: ScheduleStep): Promise<StepResult> {
  // The one cast: a verb and its step belong together, which TypeScript cannot see across the table.
  return (verbs[step.do] as Play<Verb>)(stage, step)
}


async function playSell(stage: Stage, step: StepOf<'sell'>): Promise<StepResult> {
  if (step.coupon !== undefined) throw new NotYet('coupons of a schedule')
  if (step.approve !== undefined) throw new NotYet('approvals')
  if ((step.storedValueMinor ?? 0) > 0) throw new NotYet('stored value of a schedule')
  const till = stage.world.till(step.till)
  const { allowancePoints = 0, managerAllowancePoints = 0 } = stage.schedule.tills[step.till] ?? {}
  if ((step.redeemPoints ?? 0) > 0 && allowancePoints + managerAllowancePoints > 0) throw new NotYet('allowances')
  const crash = takeCrash(stage, step.till)
  const sold = await sell(till, {
    memberId: step.member ?? null,
    pricesMinor: [step.totalMinor],
    redeemPoints: step.redeemPoints ?? 0,
    beforeCommit: () => (crash === null ? undefined : planCrash(till, crash)),
  })
  switch (sold.kind) {
    case 'refused':
      return { ok: false, why: namedRefusal(sold.why, sold.detail) }
    case 'crashed':
      return afterCrash(stage, till, sold.saleId, step.id)
    case 'saved': {
      const { saleId, receiptCode, payMinor, pointsUsed, earnPoints } = sold
      stage.shown.push({ till: step.till, saleId })
      if (step.id !== undefined) stage.sales.set(step.id, { till: step.till, saleId, receiptCode })
      return { ok: true, payMinor, pointsUsed, earnPoints }
    }
  }
}

function takeCrash(stage: Stage, till: string): 'before-commit' | 'after-commit' | null {
  const { crash } = stage
  if (crash?.till !== till) return null
  stage.crash = null
  return crash.when
}

function planCrash(till: SimTill, when: 'before-commit' | 'after-commit'): void {
  till.dieAt(1, when === 'before-commit' ? 'die-before' : 'die-after', /^COMMIT$/)
}

/** Whether it was committed only the files know. */
async function afterCrash(stage: Stage, till: SimTill, saleId: string | null, id: string | undefined): Promise<StepResult> {
  await till.bury()
  await till.start()
  const { sales } = await till.must('sale.recent', { limit: 100 })
  const saved = sales.find((sale) => sale.saleId === saleId)
  if (saved === undefined || saleId === null) return { ok: false, why: 'crashed' }
  stage.shown.push({ till: till.name, saleId })
  if (id !== undefined) stage.sales.set(id, { till: till.name, saleId, receiptCode: saved.receiptCode })
  return { ok: true, why: 'crashed' }
}

/** The till's names for what it refuses, as a schedule names them. */
function namedRefusal(code: string, detail: string | null): string {
  if (code === 'points_offline') return 'insufficient_points'
  if (code === 'quote_rejected') return detail ?? code
  if (code === 'return_not_here' || code === 'sale_not_here') return 'right_elsewhere'
  if (code === 'return_exceeds_sale') return 'already_returned'
  return code
}

async function playReturn(stage: Stage, step: StepOf<'return'>): Promise<StepResult> {
  if (step.approve !== undefined) throw new NotYet('approvals')
  const till = stage.world.till(step.till)
  if (till.line.isCut()) throw new NotYet('the right to return where HQ cannot be asked')
  const sale = stage.sales.get(step.sale)
  if (sale === undefined) throw new Error(`no step sold ${step.sale}`)
  const [of = 1, parts = 1] = step.share.split('/').map(Number)
  const given = await giveBack(till, { receiptCode: sale.receiptCode, returnId: stage.world.hq.hq.ids.uuid(), share: [of, parts], reason: step.reason ?? 'change-of-mind' })
  switch (given.kind) {
    case 'refused':
      return { ok: false, why: namedRefusal(given.why, null) }
    case 'crashed':
      throw new NotYet('a crash in a return')
    case 'given-back': {
      const { refundMinor, pointsBack, pointsClawedBack } = given
      return { ok: true, refundMinor, pointsBack, pointsClawedBack }
    }
  }
}

/** Everything that this till ever pushed arrives again; nobody waits for the answers. */
async function playRedeliver({ world }: Stage, { till, order }: StepOf<'redeliver'>): Promise<StepResult> {
  const { line } = world.till(till)
  const sent = line.sent.filter((request) => request.method === 'POST')
  for (const request of order === 'sent' ? sent : sent.toReversed()) await world.agenda.untilEnded(line.redeliver(request), 1_000)
  return done
}

async function playClone({ world, folders }: Stage, { till, to, sameHardware }: StepOf<'cloneTill'>): Promise<StepResult> {
  const original = world.till(till)
  await original.stop()
  const copy = original.copy()
  folders.set(`clone ${to}`, copy)
  await original.start()
  const clone = world.place(to, sameHardware === true ? original.machineId : `machine-${to}`)
  keepSent(clone)
  clone.put(copy)
  clone.line.cut(original.line.isCut())
  await clone.start()
  return done
}

async function playCorrupt({ world, sales }: Stage, { till, sale }: StepOf<'corruptRow'>): Promise<StepResult> {
  const sold = sales.get(sale)
  if (sold === undefined) throw new Error(`no step sold ${sale}`)
  await world.till(till).stop()
  damageEvent(world.till(till).dataDir, sold.saleId)
  await world.till(till).start()
  return done
}

function durationMs(by: string): number {
  const match = /^([+-])(\d+)(y|d|h|m|s)$/.exec(by)
  const unitMs = { y: 365.25 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }[match?.[3] as 'y' | 'd' | 'h' | 'm' | 's']
  return (match?.[1] === '-' ? -1 : 1) * Number(match?.[2]) * unitMs
}
