import { beforeEach, describe, expect, it } from 'vitest'
import { bindings } from '../../../src/renderer/keys/commands.ts'
import { changeDraft, closeReturn, commitReturn, findReceipt, openReturn } from '../../../src/renderer/returns/return-actions.ts'
import { nudge, toggle } from '../../../src/renderer/returns/return-draft.ts'
import { keysOfTheSale } from '../../../src/renderer/returns/return-keys.ts'
import { findingReceipt, showReturn, useReturn, type ReturnView } from '../../../src/renderer/returns/return-state.ts'
import { deskActions } from '../../../src/renderer/state/desk-actions.ts'
import { closePanel, useView } from '../../../src/renderer/state/view.ts'
import { pageTexts, type TillText } from '../../../src/renderer/texts.ts'
import { createLanguage } from '../../../src/ui/i18n/language.ts'
import { RECEIPT_OF_CUPS } from '../../support/fake-returns.ts'
import { createFakeTill, type FakeTill } from '../../support/fake-till-bridge.ts'

const language = createLanguage(pageTexts, 'en')
const text: TillText = (key, values) => language.t(key, { ...values })

let fake: FakeTill
let actions: ReturnType<typeof deskActions>
beforeEach(() => {
  fake = createFakeTill()
  actions = deskActions(fake, text, () => undefined)
  showReturn(findingReceipt)
  closePanel()
  useView.setState({ toasts: [], isBusy: false })
})

function choosing(): Extract<ReturnView, { kind: 'choosing' }> {
  const { view } = useReturn.getState()
  if (view.kind !== 'choosing') throw new Error(`a return that is ${view.kind}`)
  return view
}
async function chooseOneCup(): Promise<void> {
  await findReceipt(RECEIPT_OF_CUPS, actions)
  await changeDraft((draft) => nudge({ ...draft, reason: 'defect' }, 0, 1), actions)
}
const commits = () => fake.calls.filter(({ name }) => name === 'return.commit').map(({ input }) => input as { returnId: string })

describe('a return', () => {
  it('opens over both columns with the lines of the receipt', async () => {
    await findReceipt(RECEIPT_OF_CUPS, actions)
    expect(useView.getState().panel.kind).toBe('return')
    expect(choosing().draft.sale.lines.map(({ returnableMilli }) => returnableMilli)).toEqual([2000, 1000, 3000])
  })
  it('shows the money, the points back and the points taken back of one of two', async () => {
    await chooseOneCup()
    const { quoted } = choosing()
    expect(quoted).toMatchObject({ kind: 'quoted', quote: { refundMinor: 7246, pointsBack: 654, pointsClawedBack: 109, refunds: [{ kind: 'wallet', refundMinor: 7246, reference: '4471 2093' }] } })
  })
  it('counts two keys that come faster than their answers', async () => {
    await findReceipt(RECEIPT_OF_CUPS, actions)
    await Promise.all([changeDraft((draft) => nudge(draft, 0, 1), actions), changeDraft((draft) => ({ ...draft, reason: 'defect' }), actions)])
    expect(choosing().draft).toMatchObject({ reason: 'defect', quantitiesMilli: { 0: 1000 } })
    expect(choosing().quoted).toMatchObject({ kind: 'quoted', quote: { reason: 'defect', refundMinor: 7246 } })
  })
  it('is not booked before a reason is chosen', async () => {
    await findReceipt(RECEIPT_OF_CUPS, actions)
    await changeDraft((draft) => toggle(draft, 1), actions)
    await commitReturn(actions)
    expect(commits()).toEqual([])
  })
  it('is saved once, under one name, when F12 is pressed twice', async () => {
    await chooseOneCup()
    await Promise.all([commitReturn(actions), commitReturn(actions)])
    expect(useReturn.getState().view).toMatchObject({ kind: 'saved', saved: { refundMinor: 7246, pointsBack: 654, pointsClawedBack: 109 } })
    expect(commits()).toHaveLength(1)
  })
  it('carries the same name when an answer got lost and F12 is pressed again', async () => {
    await chooseOneCup()
    fake.failNext('return.commit', 'engine_away')
    await commitReturn(actions)
    expect(choosing().draft.reason).toBe('defect')
    await commitReturn(actions)
    const [first, second, ...more] = commits()
    expect([first?.returnId === second?.returnId, more]).toEqual([true, []])
    expect(useReturn.getState().view.kind).toBe('saved')
  })
  it('asks for the numbers again when they are others by now', async () => {
    await chooseOneCup()
    fake.failNext('return.commit', 'changed')
    await commitReturn(actions)
    expect(useView.getState().toasts.at(-1)).toMatchObject({ tone: 'stop', staysMs: null })
    expect(choosing().quoted.kind).toBe('quoted')
  })
  it.each([
    ['hello', 'not_a_receipt'],
    ['R2-999-00000000', 'unknown_sale'],
    ['R7-12-00000000', 'sale_not_here'],
  ])('says at the field what is wrong with %s', async (code, problem) => {
    await findReceipt(code, actions)
    expect(useReturn.getState().view).toMatchObject({ kind: 'finding', typed: code, problem, isAsking: false })
    expect(useView.getState().toasts).toEqual([])
  })
  it('says beside the numbers that the right is elsewhere', async () => {
    await findReceipt(RECEIPT_OF_CUPS, actions)
    fake.failNext('return.quote', 'return_not_here')
    await changeDraft((draft) => toggle(draft, 0), actions)
    expect(choosing().quoted).toEqual({ kind: 'refused', code: 'return_not_here' })
    await commitReturn(actions)
    expect(commits()).toEqual([])
  })
  it('is still there after a look at something else, and gone after it is saved', async () => {
    const hello = await fake.invoke('till.hello', {})
    if (!hello.ok) throw new Error('no hello')
    await chooseOneCup()
    closeReturn()
    openReturn(hello.output.desk, actions)
    expect(choosing().draft.quantitiesMilli).toEqual({ 0: 1000 })
    await commitReturn(actions)
    closeReturn()
    openReturn(hello.output.desk, actions)
    expect(useReturn.getState().view).toEqual(findingReceipt)
  })
})

describe('an exchange', () => {
  /** The engine's answer to `exchange.begin`, which the fake till does not know. @returns what it was asked with */
  function answerExchange(reply: object): unknown[] {
    const asked: unknown[] = []
    const invoke = (name: string, input: unknown) => (name === 'exchange.begin' ? (asked.push(input), Promise.resolve(reply)) : fake.invoke(name as never, input as never))
    actions = deskActions({ ...fake, invoke: invoke as FakeTill['invoke'] }, text, () => undefined)
    return asked
  }
  async function exchangeOneCup(): Promise<string> {
    await chooseOneCup()
    await changeDraft((draft) => ({ ...draft, reason: 'exchange' }), actions)
    const { returnId } = choosing().draft
    await commitReturn(actions)
    return returnId
  }

  it('goes into the open sale with what was chosen, and books nothing by itself', async () => {
    const hello = await fake.invoke('till.hello', {})
    const asked = answerExchange({ ok: true, output: hello.ok ? hello.output.desk : null })
    const returnId = await exchangeOneCup()
    expect(asked).toEqual([{ returnId, saleId: expect.any(String) as string, reason: 'exchange', lines: [{ line: 0, quantityMilli: 1000 }] }])
    expect(commits()).toEqual([])
    expect([useReturn.getState().view.kind, useView.getState().panel.kind]).toEqual(['finding', 'none'])
  })
  it('that the engine does not take keeps what was chosen', async () => {
    answerExchange({ ok: false, error: { code: 'return_not_here' } })
    await exchangeOneCup()
    expect(commits()).toEqual([])
    expect(choosing().draft.reason).toBe('exchange')
    expect(useView.getState().toasts).toHaveLength(1)
  })
})

it('no key reaches the sale underneath but those that open something else', () => {
  // Print is the paper in sight: of a saved return its own, elsewhere nobody's.
  const opensElse = new Set(['help', 'member', 'recent-sales', 'find-product', 'back', 'return', 'return-all', 'return-other', 'exact', 'no-member', 'devices', 'print', 'lock', 'desk-menu', 'shift', 'cash-moves', 'void-sale', 'report-x'])
  expect(bindings.map(({ command }) => command).filter((command) => !opensElse.has(command) && keysOfTheSale[command] === undefined)).toEqual([])
})
