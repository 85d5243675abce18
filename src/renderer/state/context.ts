import { createContext, use } from 'react'
import type { DeskState, TillStatus } from '../../contract/desk-state.ts'
import type { DeskActions } from './desk-actions.ts'
import { useMirror } from './mirror.ts'

/** The actions of this window. */
export const ActionsContext = createContext<DeskActions | null>(null)

export function useActions(): DeskActions {
  const actions = use(ActionsContext)
  if (actions === null) throw new Error('no <ActionsContext> above this component')
  return actions
}

/** The desk, for parts that are only drawn once there is one. */
export function useDesk(): DeskState {
  const desk = useMirror((mirror) => mirror.desk)
  if (desk === null) throw new Error('drawn before the engine said hello')
  return desk
}

export function useStatus(): TillStatus {
  const status = useMirror((mirror) => mirror.status)
  if (status === null) throw new Error('drawn before the engine said hello')
  return status
}
