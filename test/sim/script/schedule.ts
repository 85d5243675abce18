import { z } from 'zod'

/** A schedule: a story of tills, HQ and a network, with what must come out (format `tillpoint-schedule/1`). */

const name = z.string().min(1)
const points = z.int().min(0)
const minor = z.int().min(0)
const expectation = z.record(z.string(), z.unknown())
const instant = z.iso.datetime({ offset: true })

/** What every step may say beside its own fields. */
const step = <Verb extends string, Shape extends z.ZodRawShape>(verb: Verb, shape: Shape) =>
  z.strictObject({ do: z.literal(verb), expect: expectation.optional(), ...shape })

export const scheduleStep = z.discriminatedUnion('do', [
  step('cut', { tills: z.array(name) }),
  step('heal', { tills: z.array(name) }),
  step('sell', {
    till: name,
    member: name.nullable().optional(),
    totalMinor: minor,
    redeemPoints: points.optional(),
    storedValueMinor: minor.optional(),
    coupon: name.optional(),
    approve: z.literal('manager').optional(),
    id: name.optional(),
  }),
  step('return', { till: name, sale: name, share: z.string().regex(/^\d+(\/\d+)?$/), reason: z.enum(['change-of-mind', 'defect', 'statutory', 'exchange']).optional(), approve: z.literal('manager').optional(), id: name.optional() }),
  step('void', { till: name, sale: name }),
  step('lend', { till: name, member: name.optional(), points: points.optional(), valueMinor: minor.optional(), coupon: name.optional() }),
  step('openShift', { till: name }),
  step('closeShift', { till: name }),
  step('loseReply', { till: name }),
  step('redeliver', { till: name, order: z.enum(['sent', 'reverse']) }),
  step('crash', { till: name, when: z.enum(['before-commit', 'after-commit']) }),
  step('snapshotTill', { till: name, name }),
  step('restoreTill', { till: name, name }),
  step('cloneTill', { till: name, to: name, sameHardware: z.boolean().optional() }),
  step('corruptRow', { till: name, sale: name }),
  step('clock', { till: name, by: z.string().regex(/^[+-]\d+(y|d|h|m|s)$/) }),
  step('wait', { days: z.number().min(0) }),
  step('backupHq', { name }),
  step('restoreHq', { name }),
  step('merge', { younger: name, older: name }),
  step('erase', { member: name }),
  step('block', { member: name }),
  step('topUp', { till: name, member: name, valueMinor: minor }),
  step('programme', { programme: z.record(z.string(), z.unknown()) }),
  step('declareLost', { till: name }),
])
export type ScheduleStep = z.infer<typeof scheduleStep>
export type Verb = ScheduleStep['do']
export type StepOf<V extends Verb> = Extract<ScheduleStep, { do: V }>

const lot = z.strictObject({ points: z.int().min(1), earnedAt: instant.optional(), availableAt: instant.nullable().optional(), expiresAt: instant.nullable().optional(), id: name.optional(), grace: z.boolean().optional() })

export const schedule = z.strictObject({
  format: z.literal('tillpoint-schedule/1'),
  name,
  at: instant,
  programme: z.record(z.string(), z.unknown()).nullable(),
  tills: z.record(name, z.strictObject({ store: name, allowancePoints: points.default(0), managerAllowancePoints: points.default(0) })),
  members: z.record(
    name,
    z.strictObject({
      points: points.default(0),
      expiresAt: instant.nullable().default(null),
      lots: z.array(lot).optional(),
      storedValueMinor: minor.default(0),
      tier: name.optional(),
      lastPurchase: z.string().optional(),
      coupons: z.array(z.strictObject({ code: name, minor })).default([]),
    }),
  ),
  steps: z.array(scheduleStep),
  expect: expectation.default({}),
})
export type Schedule = z.infer<typeof schedule>

/** Reads a schedule. @returns in words what does not fit: an unknown field or verb is an error */
export function readSchedule(text: string): { readonly kind: 'schedule'; readonly schedule: Schedule } | { readonly kind: 'problem'; readonly problem: string } {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (cause) {
    return { kind: 'problem', problem: `no JSON: ${String(cause)}` }
  }
  const parsed = schedule.safeParse(raw)
  if (parsed.success) return { kind: 'schedule', schedule: parsed.data }
  const issue = parsed.error.issues[0]
  return { kind: 'problem', problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}` }
}
