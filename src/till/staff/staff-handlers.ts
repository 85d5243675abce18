import { err, ok } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import type { StaffDesk } from './staff-desk.ts'

/** Calls about who is at the till. */
export function staffHandlers(staff: StaffDesk): Pick<Handlers, 'staff.list' | 'staff.signIn' | 'staff.lock' | 'staff.ask' | 'staff.approve'> {
  return {
    'staff.list': () => ok({ staff: staff.tiles() }),
    'staff.signIn': ({ staffId, pin }) => staff.signIn(staffId, pin),
    'staff.lock': () => {
      staff.lock('by-hand')
      return ok(staff.view())
    },
    'staff.ask': ({ wanted }) => {
      const refused = staff.ask(wanted)
      return refused === null ? ok(staff.view()) : err(refused)
    },
    'staff.approve': async ({ staffId, pin }) => {
      const given = await staff.approve(staffId, pin)
      return given.ok ? ok({ approvalId: given.output.approvalId }) : given
    },
  }
}
