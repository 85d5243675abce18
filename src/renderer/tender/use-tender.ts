import { useActions, useDesk } from '../state/context.ts'
import { useView, type TenderDraft } from '../state/view.ts'
import { takenOnTerminals, tenderStep, type TenderStep } from './tender-draft.ts'

/** Everything that the tender screen's three columns share. */
export type TenderView = {
  readonly payMinor: number
  readonly draft: TenderDraft
  readonly step: TenderStep
  readonly change: (draft: TenderDraft) => void
  /** Finish, or take this part and go on, or show what is wrong. */
  readonly forward: () => void
  /** Back to selling; asks once more when a terminal has already taken money. */
  readonly back: () => void
  readonly choose: (kind: TenderDraft['kind']) => void
}

export function useTender(): TenderView {
  const { phase, saleId } = useDesk()
  const actions = useActions()
  const draft = useView((view) => view.tender)
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  const step = tenderStep(payMinor, draft)
  const change = (next: TenderDraft): void => useView.setState({ tender: next })
  return {
    payMinor,
    draft,
    step,
    change,
    forward: () => {
      if (step.kind === 'finish') void actions.commit(saleId, step.tenders)
      else if (step.kind === 'go-on') change({ ...draft, taken: step.taken, kind: 'cash', typed: '', reference: '', field: 'amount', problem: null })
      else change({ ...draft, problem: step.problem })
    },
    back: () => {
      if (takenOnTerminals(draft).length > 0 && !draft.isLeaving) change({ ...draft, isLeaving: true })
      else void actions.backToSelling()
    },
    choose: (kind) => change({ ...draft, kind, typed: '', reference: '', field: 'amount', problem: null, isLeaving: false }),
  }
}
