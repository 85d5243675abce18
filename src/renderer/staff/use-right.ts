import type { Right, RightAnswer } from '../../contract/staff-rights.ts'
import { useStatus } from '../state/context.ts'

/** May whoever is at the till do this? Where nobody is set up, everybody may do everything. */
export function useRight(right: Right): RightAnswer {
  const { staff } = useStatus()
  if (staff.kind === 'signed-in') return staff.rights[right]
  return staff.kind === 'unguarded' ? 'yes' : 'no'
}
