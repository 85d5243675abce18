import { join } from 'node:path'
import type { TillEventName, TillEvents } from '../../contract/till-calls.ts'
import type { Handlers } from '../../contract/serve.ts'
import { err, ok } from '../../contract/result.ts'
import { startEngine, type BeginSync } from '../engine.ts'
import type { Engine, EngineOptions } from '../engine-options.ts'
import { makePracticeFolder } from './practice-folder.ts'

export const PRACTICE_FOLDER = 'practice'

/**
 * An engine whose page can practise: then calls go to a second engine on a folder of its own, without devices and without
 * HQ, while the till's own goes on sending what it holds, and takes nothing. What the page hears is always of one of them.
 */
export async function startTrainableEngine(options: EngineOptions, beginSync?: BeginSync): Promise<Engine> {
  const own = await (beginSync === undefined ? startEngine(options) : startEngine(options, beginSync))
  const practice: { engine: Engine | null } = { engine: null }
  const current = (): Engine => practice.engine ?? own
  const listeners = new Set<() => void>()
  const on: Engine['on'] = (name, listener) => {
    let off = listenTo(current(), name, listener)
    const again = (): void => {
      off()
      off = listenTo(current(), name, listener)
    }
    listeners.add(again)
    return () => {
      listeners.delete(again)
      off()
    }
  }
  const switchTo = (engine: Engine | null): void => {
    practice.engine = engine
    for (const again of listeners) again()
    current().renew()
  }
  const training: Pick<Handlers, 'training.start' | 'training.stop'> = {
    'training.start': async () => {
      // Asked of the till's own engine: it knows who may, and whether a sale is open.
      const allowed = practice.engine === null ? await own.handlers['training.start']({}) : err({ code: 'no_training' as const })
      if (!allowed.ok) return allowed
      const dataDir = join(options.dataDir, PRACTICE_FOLDER)
      makePracticeFolder(dataDir, own.practiceSource())
      const engine = await startEngine({ ...options, dataDir, drivers: null, hq: null, markerDir: null, training: true })
      await own.handlers['staff.lock']({})
      switchTo(engine)
      return ok(await statusOf(engine))
    },
    'training.stop': async () => {
      const { engine } = practice
      if (engine === null) return err({ code: 'no_training' })
      switchTo(null)
      await engine.close()
      return ok(await statusOf(own))
    },
  }
  return {
    handlers: handlersOf(current, training),
    on,
    renew: () => current().renew(),
    practiceSource: () => own.practiceSource(),
    async close() {
      await practice.engine?.close()
      await own.close()
    },
  }
}

function listenTo<N extends TillEventName>(engine: Engine, name: N, listener: (event: TillEvents[N]) => void): () => void {
  return engine.on(name, listener)
}

async function statusOf(engine: Engine) {
  const hello = await engine.handlers['till.hello']({})
  if (!hello.ok) throw new Error(`till.hello: ${hello.error.code}`)
  return hello.output.status
}

/** Every call goes to the engine of the moment. */
function handlersOf(current: () => Engine, training: Pick<Handlers, 'training.start' | 'training.stop'>): Handlers {
  const names = Object.keys(current().handlers) as (keyof Handlers)[]
  const passed = names.map((name) => [name, (input: never) => current().handlers[name](input)])
  // The one cast: each handler keeps its own input and answer, which TypeScript cannot see across the table.
  return { ...(Object.fromEntries(passed) as unknown as Handlers), ...training }
}
