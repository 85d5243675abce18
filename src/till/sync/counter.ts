import { COUNTER_TIMEOUT_MS, type Counter, type CounterAnswer } from '../counter.ts'
import type { AnswerOf, RequestOf } from '../../contract/hq-wire.ts'
import type { Link } from './link.ts'
import type { Sessions } from './session.ts'
import type { Timers } from './timers.ts'

type CounterRoute = 'findSale' | 'lendReturn' | 'lendCoupon' | 'lendValue' | 'lendGiftCard'

/** Asks HQ what a waiting cashier needs: two seconds in all, a new session included. */
export function createCounter(deps: { readonly sessions: Sessions; readonly link: Link; readonly timers: Timers }): Counter {
  const ask = async <N extends CounterRoute>(name: N, question: RequestOf<N>): Promise<CounterAnswer<AnswerOf<N>>> => {
    const state = deps.link.state()
    if (state.kind === 'refused') return { kind: 'rejected', rejected: state.why }
    const reply = await deps.sessions.call(name, question, COUNTER_TIMEOUT_MS)
    switch (reply.kind) {
      case 'answer':
        return { kind: 'answer', answer: reply.answer }
      case 'refused':
        return { kind: 'rejected', rejected: reply.error }
      case 'failed':
      case 'shut':
        return { kind: 'offline' }
    }
  }
  const inTime = <Answer>(asked: Promise<CounterAnswer<Answer>>): Promise<CounterAnswer<Answer>> =>
    new Promise((resolve) => {
      const cancel = deps.timers.after(COUNTER_TIMEOUT_MS, () => resolve({ kind: 'offline' }))
      void asked
        .catch((): CounterAnswer<Answer> => ({ kind: 'offline' }))
        .then((answer) => {
          cancel()
          resolve(answer)
        })
    })
  return {
    findSale: (question) => inTime(ask('findSale', question)),
    lendReturn: (question) => inTime(ask('lendReturn', question)),
    lendCoupon: (question) => inTime(ask('lendCoupon', question)),
    lendValue: (question) => inTime(ask('lendValue', question)),
    lendGiftCard: (question) => inTime(ask('lendGiftCard', question)),
  }
}
