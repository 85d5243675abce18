import type { ReturnQuote } from '../../contract/return-view.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useStatus } from '../state/context.ts'
import { errorTones } from '../state/errors.ts'
import { useText, type TillText } from '../texts.ts'
import { beginAnew, changeDraft, closeReturn, commitReturn } from './return-actions.ts'
import { moveChoice, nudge, returnReasons, setQuantity, takeAll, toggle, type ChangeDraft, type ReturnDraft } from './return-draft.ts'
import { keysOfTheSale } from './return-keys.ts'
import { focusQuantity, ReturnLines } from './return-lines.tsx'
import { shownQuote, showReturn, type ReturnView } from './return-state.ts'
import { WhyReturn } from './why-return.tsx'
import css from './returns.module.css'

type Choosing = Extract<ReturnView, { readonly kind: 'choosing' }>

/** What comes back of a sale, and why; the slab shows what that means in money and points. */
export function ChooseReturn({ view }: { readonly view: Choosing }) {
  const text = useText()
  const { timeZone } = useStatus()
  const { draft, change } = useDraft(view)
  const { sale } = draft
  const quote = shownQuote(view.quoted)
  const title = (
    <span className={css['who']}>{sale.member === null ? text('return.nobody') : sale.member.displayName === '' ? text('member.unnamed') : sale.member.displayName}</span>
  )
  const facts = [formatStamp(sale.committedAtMs, timeZone), text('slab.sale', { sale: formatSaleNumber(sale.saleNumber) })].join(' · ')
  return (
    <Sheet
      title={text('return.title')}
      caption={facts}
      aside={
        <>
          {title}
          {sale.returns.length > 0 && <Badge icon="undo">{text('return.earlier', { count: sale.returns.length })}</Badge>}
        </>
      }
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={() => (view.isWhyOpen ? showReturn({ ...view, isWhyOpen: false }) : closeReturn())}
      keys={
        <>
          <Key mayWrap label={text('return.all')} cap={capOf('return-all')} onPress={() => change(takeAll)} />
          <Key mayWrap label={text('return.other')} cap={capOf('return-other')} onPress={beginAnew} />
          <Key mayWrap label={text('gain.why')} cap={capOf('why')} isChosen={view.isWhyOpen} isDisabled={quote === null} onPress={() => showReturn({ ...view, isWhyOpen: !view.isWhyOpen })} />
        </>
      }
    >
      {view.isWhyOpen && quote !== null ? (
        <WhyReturn quote={quote} sale={sale} />
      ) : (
        <>
          <ReturnLines draft={draft} quote={quote} onChange={change} />
          <div className={css['foot']}>
            <Reasons draft={draft} onChange={change} />
            <Notes view={view} quote={quote} />
          </div>
        </>
      )}
    </Sheet>
  )
}

/** The draft, how to change it, and its keys. */
function useDraft(view: Choosing): { readonly draft: ReturnDraft; readonly change: ChangeDraft } {
  const actions = useActions()
  const { draft } = view
  const change: ChangeDraft = (next) => void changeDraft(next, actions)
  useKeys('panel', {
    ...keysOfTheSale,
    back: () => (view.isWhyOpen ? showReturn({ ...view, isWhyOpen: false }) : closeReturn()),
    return: closeReturn,
    'return-all': () => change(takeAll),
    'return-other': beginAnew,
    why: () => {
      if (shownQuote(view.quoted) !== null) showReturn({ ...view, isWhyOpen: !view.isWhyOpen })
    },
    forward: () => void commitReturn(actions),
    enter: () => change((now) => toggle(now, now.chosenLine)),
    'line-up': () => change((now) => moveChoice(now, -1)),
    'line-down': () => change((now) => moveChoice(now, 1)),
    'one-more': () => change((now) => nudge(now, now.chosenLine, 1)),
    'one-less': () => change((now) => nudge(now, now.chosenLine, -1)),
    'remove-line': () => change((now) => setQuantity(now, now.chosenLine, 0)),
    quantity: () => focusQuantity(draft.chosenLine),
    character: (character) => {
      const reason = returnReasons[Number(character) - 1]
      if (reason !== undefined) change((now) => ({ ...now, reason }))
    },
  })
  return { draft, change }
}

function Reasons({ draft, onChange }: { readonly draft: ReturnDraft; readonly onChange: ChangeDraft }) {
  const text = useText()
  return (
    <div role="group" aria-label={text('return.reason')}>
      <p className={css['caption']}>{text('return.reason')}</p>
      <div className={css['reasons']}>
        {returnReasons.map((reason, place) => (
          <Button key={reason} cap={String(place + 1)} isChosen={draft.reason === reason} onPress={() => onChange((now) => ({ ...now, reason }))}>
            {draft.reason === reason && <Icon name="check" size="s" />}
            {text(`return.reason.${reason}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** What the reason means, or what is in the way. */
function Notes({ view: { draft, quoted }, quote }: { readonly view: Choosing; readonly quote: ReturnQuote | null }) {
  const text = useText()
  if (quoted.kind === 'refused') {
    return (
      <div role="alert">
        <Note icon={errorTones[quoted.code] === 'stop' ? 'refused' : 'hourglass'} tone={errorTones[quoted.code]} title={text(`error.${quoted.code}`)}>
          {text(`error.${quoted.code}.help`, { ref: '' })}
        </Note>
      </div>
    )
  }
  const shortage = quote === null ? '' : shortageText(quote, text)
  const reason = draft.reason ?? 'none'
  return (
    <Note icon={draft.reason === null ? 'info' : 'shield'} tone={draft.reason === null ? 'plain' : 'jade'} title={text(`return.note.${reason}`)}>
      {shortage === '' ? text(`return.note.${reason}.help`) : shortage}
    </Note>
  )
}

/** What becomes of points that should be taken back but are not there any more. */
function shortageText({ shortage }: ReturnQuote, text: TillText): string {
  const { debtPoints, letGoPoints, paidPoints, deductedMinor } = shortage
  return [
    ...(debtPoints > 0 ? [text('return.shortage.debt', { count: debtPoints, points: formatCount(debtPoints) })] : []),
    ...(letGoPoints > 0 ? [text('return.shortage.let-go', { count: letGoPoints, points: formatCount(letGoPoints) })] : []),
    ...(paidPoints > 0 ? [text('return.shortage.paid', { count: paidPoints, points: formatCount(paidPoints), deducted: formatMoney(deductedMinor) })] : []),
  ].join(text('list.sentences'))
}
