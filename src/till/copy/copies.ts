import { ok } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import { putSetting, readSetting } from '../db/settings.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import type { Log } from '../engine-options.ts'
import { exportJournal, exportPath, type ExportDeps } from './export-journal.ts'
import { createSecondCopy, type SecondCopy } from './second-copy.ts'

const SETTING = 'copy.folder'

/** What leaves the till by hand. */
export type Copies = {
  readonly secondCopy: SecondCopy
  readonly handlers: Pick<Handlers, 'journal.export' | 'journal.copyTo'>
}

/** @param onChange the second copy began to fail, or works again */
export function createCopies(deps: ExportDeps & { readonly log: Log; readonly onChange: () => void }): Copies {
  const secondCopy = createSecondCopy({
    ...deps,
    folder: () => secondCopyFolder(deps.ledger),
    onChange(state) {
      if (state.kind === 'trouble') deps.log.warn(`the second copy: ${state.why}`)
      deps.onChange()
    },
  })
  secondCopy.poke()
  return {
    secondCopy,
    handlers: {
      'journal.export': async ({ folder }) => ok(await exportJournal(deps, exportPath(folder, deps))),
      async 'journal.copyTo'({ folder }) {
        deps.ledger.write((tx) => putSetting(tx, SETTING, folder))
        secondCopy.poke()
        await secondCopy.settled()
        return ok(secondCopy.state())
      },
    },
  }
}

/** Before there is an HQ there is nothing to carry to it. */
export const noCopyHandlers: Copies['handlers'] = {
  'journal.export': () => ok({ kind: 'failed', why: 'failed' }),
  'journal.copyTo': () => ok({ kind: 'off' }),
}

/** Null: none is set. */
export function secondCopyFolder(ledger: LedgerRead): string | null {
  const folder = readSetting(ledger, SETTING)
  return typeof folder === 'string' && folder !== '' ? folder : null
}
