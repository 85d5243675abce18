import type { SimPostgres } from '../world/postgres.ts'
import { measureEnd } from './end.ts'
import { unmetOf } from './expect.ts'
import type { Schedule } from './schedule.ts'
import { exchange, NotYet, setStage, type Stage } from './stage.ts'
import { playStep, type StepResult } from './verbs.ts'

/** What is printed of a schedule. */
export type Played = {
  readonly name: string
  /** Everything was played, and came out as expected. */
  readonly ok: boolean
  /** A step is not built yet: what was expected from it on was not looked at. */
  readonly notYet?: true
  readonly steps: readonly (StepResult & { readonly do: string })[]
  readonly end: Readonly<Record<string, unknown>> | null
  readonly unmet: readonly string[]
}

const STEP_MS = 1_000

/** Plays a schedule. From a step that is not built yet on, nothing is expected of it any more. */
export async function playSchedule(postgres: SimPostgres, schedule: Schedule, database: string, tell: ((line: string) => void) | null = null): Promise<Played> {
  const stage = await setStage(postgres, schedule, database, tell)
  try {
    await exchange(stage)
    const steps: Played['steps'][number][] = []
    const unmet: string[] = []
    for (const [index, step] of schedule.steps.entries()) {
      await stage.world.agenda.runTo(Date.parse(schedule.at) + index * STEP_MS)
      stage.world.trace.note(`step ${index} ${step.do}`)
      try {
        const result = await playOne(stage, step)
        steps.push({ do: step.do, ...result })
        unmet.push(...unmetOf(`steps.${index}`, step.expect ?? {}, result))
      } catch (cause) {
        if (!(cause instanceof NotYet)) throw cause
        steps.push({ do: step.do, ok: false, why: cause.message, notYet: true })
        steps.push(...schedule.steps.slice(index + 1).map((left) => ({ do: left.do, ok: false, why: 'not reached', notYet: true })))
        return { name: schedule.name, ok: false, notYet: true, steps, end: null, unmet }
      }
      await exchange(stage)
    }
    const end = await measureEnd(stage)
    unmet.push(...unmetOf('end', schedule.expect, end))
    return { name: schedule.name, ok: unmet.length === 0, steps, end, unmet }
  } finally {
    await stage.world.close()
    await postgres.drop(database)
  }
}

async function playOne(stage: Stage, step: Schedule['steps'][number]): Promise<StepResult> {
  const loser = stage.loseReplies
  if (loser === null || step.do === 'loseReply') return playStep(stage, step)
  stage.loseReplies = null
  const { line } = stage.world.till(loser)
  const before = line.weather
  line.weather = { ...before, passage: () => ({ kind: 'answer-lost' }) }
  try {
    return await playStep(stage, step)
  } finally {
    line.weather = before
  }
}
