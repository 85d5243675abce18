import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeskState } from '../../src/contract/desk-state.ts'
import { deskActions } from '../../src/renderer/state/desk-actions.ts'
import { followEngine, useMirror } from '../../src/renderer/state/mirror.ts'
import { useView } from '../../src/renderer/state/view.ts'
import { pageTexts, type TillText } from '../../src/renderer/texts.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'
import { CARD_OF_CHEN } from '../support/fake-shop.ts'
import { createFakeTill, type FakeTill } from '../support/fake-till-bridge.ts'

const language = createLanguage(pageTexts, 'en')
const text: TillText = (key, values) => language.t(key, { ...values })
const emptyMirror = useMirror.getInitialState()
const emptyView = useView.getInitialState()

let fake: FakeTill
let following: ReturnType<typeof followEngine>
beforeEach(async () => {
  vi.useFakeTimers()
  useMirror.setState(emptyMirror, true)
  useView.setState(emptyView, true)
  fake = createFakeTill()
  following = followEngine(fake)
  await vi.advanceTimersByTimeAsync(1)
})
afterEach(() => {
  following.stop()
  vi.useRealTimers()
})
const desk = (): DeskState => useMirror.getState().desk!
const hellos = (): number => fake.calls.filter(({ name }) => name === 'till.hello').length

describe('the mirror', () => {
  it('says hello and shows what it is told', () => {
    expect(useMirror.getState()).toMatchObject({ connection: 'ready', quickKeys: [{ sku: 'BAG' }, { sku: 'EGG' }, { sku: 'BUN' }, { sku: 'WATER' }] })
  })
  it('follows what the engine tells without being asked', async () => {
    await fake.invoke('scan.submit', { source: 'wedge', text: CARD_OF_CHEN })
    expect(desk().member?.memberId).toBe('m-chen')
  })
  it('asks for everything anew when the engine counts from the beginning', async () => {
    useMirror.setState({ desk: { ...desk(), revision: 1_000_000 } })
    const before = hellos()
    await fake.invoke('scan.submit', { source: 'wedge', text: CARD_OF_CHEN })
    await vi.advanceTimersByTimeAsync(1)
    expect([hellos(), desk().revision, desk().member?.memberId]).toEqual([before + 1, 1, 'm-chen'])
  })
  it('waits and asks again while the engine is away, and keeps showing what it knew', async () => {
    fake.failNext('till.hello', 'engine_away')
    following.sayHello()
    await vi.advanceTimersByTimeAsync(1)
    expect(useMirror.getState()).toMatchObject({ connection: 'away', desk: { saleNumber: 147 } })
    await vi.advanceTimersByTimeAsync(500)
    expect(useMirror.getState().connection).toBe('ready')
  })
  it('asks for the quick keys of a till that has just been enrolled, and with each sale', async () => {
    useMirror.setState({ quickKeys: [] })
    fake.setStatus({ tillNumber: 3 })
    await vi.advanceTimersByTimeAsync(1)
    expect(useMirror.getState().quickKeys).toHaveLength(4)
    const before = hellos()
    await fake.invoke('sale.next', {})
    await vi.advanceTimersByTimeAsync(1)
    expect(hellos()).toBe(before + 1)
  })
  it('stops', async () => {
    following.stop()
    await fake.invoke('scan.submit', { source: 'wedge', text: CARD_OF_CHEN })
    expect(desk().member).toBeNull()
  })
})

describe('what the page asks for', () => {
  const actions = () => deskActions(fake, text, following.sayHello)
  it('a quantity typed before goes with the next scan, once', async () => {
    useView.setState({ pendingQuantityMilli: 3000 })
    await actions().submitCode('wedge', '6901020334018')
    await actions().submitCode('wedge', '6901020334001')
    expect(desk().lines.map(({ sku, quantityMilli }) => [sku, quantityMilli])).toEqual([['CRACKER', 3000], ['RICE', 1000]])
    expect(useView.getState().pendingQuantityMilli).toBeNull()
  })
  it('a money error stays until dismissed and says what to do', async () => {
    await actions().submitCode('wedge', '6901020334018')
    await actions().pay()
    fake.failNext('sale.commit', 'disk_full')
    await actions().commit(desk().saleId, [{ kind: 'cash', tenderedMinor: 1590 }])
    await vi.advanceTimersByTimeAsync(600_000)
    const [toast, ...others] = useView.getState().toasts
    expect([toast?.tone, toast?.staysMs, others]).toEqual(['stop', null, []])
    expect([toast?.title, toast?.help].join(' ')).toMatch(/Not saved.*F12/)
    expect(desk().phase.kind).toBe('paying')
  })
  it('other errors fold away', async () => {
    await actions().redeem(100)
    expect(useView.getState().toasts).toMatchObject([{ tone: 'wait' }])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(useView.getState().toasts).toEqual([])
  })
  it('two presses of Finish are one', async () => {
    await actions().submitCode('wedge', '6901020334018')
    await actions().pay()
    const both = actions()
    await Promise.all([both.commit(desk().saleId, [{ kind: 'cash', tenderedMinor: 1590 }]), both.commit(desk().saleId, [{ kind: 'cash', tenderedMinor: 1590 }])])
    expect(fake.calls.filter(({ name }) => name === 'sale.commit')).toHaveLength(1)
    expect(desk().phase.kind).toBe('saved')
  })
  it('a found member closes the question', async () => {
    useView.setState({ panel: { kind: 'find-member', typed: '' } })
    await actions().submitCode('wedge', CARD_OF_CHEN)
    expect(useView.getState().panel.kind).toBe('none')
  })
})
