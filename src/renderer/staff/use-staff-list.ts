import { useCallback, useEffect, useState } from 'react'
import type { StaffTile } from '../../contract/staff-view.ts'
import { useActions, useStatus } from '../state/context.ts'

/** Waiting times run down, and people come and go with the feed: asked again this often while they are on screen. */
const AGAIN_MS = 10_000

/** Everybody who may sign in here; null: not known yet. */
export function useStaffList(): { readonly staff: readonly StaffTile[] | null; readonly askAgain: () => void } {
  const { inquire } = useActions()
  const { sync } = useStatus()
  const [staff, setStaff] = useState<readonly StaffTile[] | null>(null)
  const askAgain = useCallback(() => {
    void inquire('staff.list', {}).then((reply) => {
      if (reply.ok) setStaff(reply.output.staff)
    })
  }, [inquire])
  useEffect(() => {
    askAgain()
    const timer = setInterval(askAgain, AGAIN_MS)
    return () => clearInterval(timer)
  }, [askAgain, sync.lastContactAtMs])
  return { staff, askAgain }
}
