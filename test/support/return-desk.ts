import { NO_COUNTER, type Counter } from '../../src/till/counter.ts'
import { createMemberVault } from '../../src/till/members/member-vault.ts'
import { ReturnDesk } from '../../src/till/return/return-desk.ts'
import { createTrustedTime } from '../../src/till/trusted-time.ts'
import type { TillFiles } from '../../src/till/db/till-files.ts'
import type { TestClock } from './test-clock.ts'
import { regionKey } from './till-shop.ts'

/** A return desk on the files of a sale desk. */
export function makeReturnDesk({ files, clock, desk }: { readonly files: TillFiles; readonly clock: TestClock; readonly desk: { refresh(): void } }, counter: Counter = NO_COUNTER): ReturnDesk {
  return new ReturnDesk({
    ...{ ledger: files.ledger, mirror: () => files.mirror(), clock, counter },
    ...{ tillId: 'till-1', tillNumber: 2, storeId: 's1', cashierId: () => 'p01' },
    vault: createMemberVault(regionKey),
    time: createTrustedTime(clock, files.ledger),
    onDisk: () => undefined,
    keepSaved: () => undefined,
    onBooked: () => desk.refresh(),
  })
}
