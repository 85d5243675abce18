import { useCallback, useEffect, useState } from 'react'
import { Note } from '../../ui/components/note.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { DifferencesPage } from '../lists/differences-page.tsx'
import { MembersPage } from '../lists/members-page.tsx'
import { ProductsPage } from '../lists/products-page.tsx'
import { SalesPage } from '../lists/sales-page.tsx'
import { TillsPage } from '../lists/tills-page.tsx'
import { RulesPage } from '../rules/rules-page.tsx'
import { Slab } from '../slab/slab.tsx'
import { ageWords } from '../state/words.ts'
import { useText } from '../texts.ts'
import { tasksOf } from '../today/tasks.ts'
import { TodayPage } from '../today/today-page.tsx'
import { Side } from './side.tsx'
import { viewOf, type View } from './views.ts'
import css from './frame.module.css'

/** Menu, page and money slab; they keep their places whatever stands in them. */
export function Frame({ overview, isAway, isLive, onSignOut, onSignedOut }: {
  readonly overview: ConsoleOverview
  readonly isAway: boolean
  readonly isLive: boolean
  /** The person leaves. */
  readonly onSignOut: () => void
  /** HQ says that the session is over. */
  readonly onSignedOut: () => void
}) {
  const [view, choose] = useView()
  const [wanted, setWanted] = useState('')
  const suspense = overview.tills.reduce((sum, till) => sum + till.suspenseEvents, 0)
  const findMember = (typed: string): void => {
    setWanted(typed)
    choose('members')
  }
  return (
    <div className={css['frame']}>
      <Side view={view} counts={{ today: tasksOf(overview).length, differences: suspense }} onChoose={choose} onSignOut={onSignOut} />
      <main className={css['main']}>
        {isAway && <Away overview={overview} />}
        {view === 'today' && <TodayPage overview={overview} onOpenDifferences={() => choose('differences')} onFindMember={findMember} />}
        {view === 'sales' && <SalesPage overview={overview} />}
        {view === 'members' && <MembersPage overview={overview} typed={wanted} onType={setWanted} />}
        {view === 'rules' && <RulesPage overview={overview} onSignedOut={onSignedOut} />}
        {view === 'products' && <ProductsPage />}
        {view === 'tills' && <TillsPage overview={overview} />}
        {view === 'differences' && <DifferencesPage overview={overview} />}
      </main>
      <Slab overview={overview} isLive={isLive} />
    </div>
  )
}

/** The page that is shown is the address's part behind #: the back key works, and a reload stays. */
function useView(): readonly [View, (view: View) => void] {
  const [view, setView] = useState(() => viewOf(location.hash))
  useEffect(() => {
    const follow = (): void => setView(viewOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const choose = useCallback((chosen: View) => {
    location.hash = chosen
  }, [])
  return [view, choose]
}

function Away({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const [agoMs, setAgoMs] = useState(0)
  useEffect(() => {
    const startedMs = performance.now()
    const timer = setInterval(() => setAgoMs(performance.now() - startedMs), 1000)
    return () => clearInterval(timer)
  }, [overview])
  return (
    <div className={css['note']}>
      <Note icon="offline" tone="wait" title={text('away.title')}>
        {text('away.help', { age: ageWords(agoMs, text) })}
      </Note>
    </div>
  )
}
