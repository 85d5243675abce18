import { beforeEach, describe, expect, it } from 'vitest'
import { deskActions } from '../../../src/renderer/state/desk-actions.ts'
import { followEngine, useMirror } from '../../../src/renderer/state/mirror.ts'
import { useView } from '../../../src/renderer/state/view.ts'
import { showShift } from '../../../src/renderer/shift/shift-actions.ts'
import { approved, cancelApproval, changeReason, useApproval } from '../../../src/renderer/staff/approval-state.ts'
import { typeAmount } from '../../../src/renderer/staff/hand-form.tsx'
import { typePin } from '../../../src/renderer/staff/pin-pad.tsx'
import { pageTexts, type TillText } from '../../../src/renderer/texts.ts'
import { createLanguage } from '../../../src/ui/i18n/language.ts'
import type { CallName } from '../../../src/contract/till-calls.ts'
import { signedIn } from '../../support/fake-staff.ts'
import { createFakeTill, type FakeTill } from '../../support/fake-till-bridge.ts'

const language = createLanguage(pageTexts, 'en')
const text: TillText = (key, values) => language.t(key, { ...values })
const LINE = '00000000-0000-7000-8000-00000000000a'

let fake: FakeTill
let actions: ReturnType<typeof deskActions>
beforeEach(async () => {
  fake = createFakeTill()
  actions = deskActions(fake, text, () => undefined)
  useMirror.setState({ desk: null, status: null })
  useApproval.setState({ question: null })
  useView.setState({ toasts: [], panel: { kind: 'none' }, isBusy: false })
  const following = followEngine(fake)
  const shift = await fake.invoke('shift.get', {})
  if (shift.ok) showShift(shift.output)
  await settled()
  return () => following.stop()
})

/** Lets everything run that only waits for answers of the fake, which come at once. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const inputs = (name: CallName) => fake.calls.filter((call) => call.name === name).map(({ input }) => input)
const price = { lineId: LINE, unitPriceMinor: 1200, reason: 'damaged' } as const

async function askForPrice(): Promise<{ readonly done: Promise<boolean> }> {
  fake.failNext('basket.price', 'needs_approval', 'price-override')
  const done = actions.setPrice(price)
  await settled()
  return { done }
}

describe('an act that somebody has to allow', () => {
  it('is asked for on screen, and of the engine, so that a badge is enough', async () => {
    const { done } = await askForPrice()
    expect(useApproval.getState().question).toMatchObject({ right: 'price-override', subject: LINE, reason: 'price-wrong' })
    expect(inputs('staff.ask')).toEqual([{ wanted: { right: 'price-override', subject: LINE, reason: 'price-wrong', note: '' } }])
    await cancelApproval(actions.inquire)
    await done
  })
  it('is done by itself, with the approval, once a badge allowed it', async () => {
    const { done } = await askForPrice()
    const approvalId = '00000000-0000-7000-8000-0000000000b7'
    const staff = signedIn()
    if (staff.kind !== 'signed-in') throw new Error('nobody')
    fake.staff.setView({ ...staff, approved: { approvalId, right: 'price-override', subject: LINE } })
    expect(await done).toBe(true)
    expect(inputs('basket.price')).toEqual([price, { ...price, approvalId }])
    expect([useApproval.getState().question, useView.getState().toasts]).toEqual([null, []])
  })
  it('and by PIN, once', async () => {
    const { done } = await askForPrice()
    const reply = await fake.invoke('staff.approve', { staffId: 'p04', pin: '100400' })
    if (reply.ok) approved(reply.output.approvalId)
    expect(await done).toBe(true)
    expect(inputs('basket.price')).toHaveLength(2)
  })
  it('is not done by an approval of something else', async () => {
    const { done } = await askForPrice()
    const staff = signedIn()
    if (staff.kind !== 'signed-in') throw new Error('nobody')
    fake.staff.setView({ ...staff, approved: { approvalId: LINE, right: 'price-override', subject: 'another line' } })
    await settled()
    expect(useApproval.getState().question).not.toBeNull()
    await cancelApproval(actions.inquire)
    expect(await done).toBe(false)
  })
  it('is let be by Esc, without a message, and the engine waits no longer', async () => {
    const { done } = await askForPrice()
    await cancelApproval(actions.inquire)
    expect(await done).toBe(false)
    expect(inputs('staff.ask').at(-1)).toEqual({ wanted: null })
    expect([inputs('basket.price').length, useApproval.getState().question, useView.getState().toasts]).toEqual([1, null, []])
  })
  it('is let be when the till is locked meanwhile', async () => {
    const { done } = await askForPrice()
    fake.staff.setView({ kind: 'locked', why: 'idle' })
    expect(await done).toBe(false)
    expect(useApproval.getState().question).toBeNull()
  })
  it('takes another reason along', async () => {
    const { done } = await askForPrice()
    await changeReason('goodwill', actions.inquire)
    expect(inputs('staff.ask').at(-1)).toMatchObject({ wanted: { reason: 'goodwill' } })
    await cancelApproval(actions.inquire)
    await done
  })
  it.each([
    ['sale.void', { voidId: LINE, saleId: 'sale-1' }, 'sale-1'],
    ['sale.pay', {}, '00000000-0000-7000-8000-000000000001'],
    ['shift.moveCash', { moveId: LINE, direction: 'out', amountMinor: 8500, reason: 'parking' }, 'cash-out'],
    ['shift.openDrawer', { openingId: LINE, reason: 'check-drawer' }, 'drawer'],
    ['shift.reportX', {}, '00000000-0000-7000-8000-0000000000a1'],
    ['shift.close', { closingId: LINE }, '00000000-0000-7000-8000-0000000000a1'],
    ['basket.remove', { lineId: LINE }, LINE],
  ] as const)('%s is about what the engine says it is about', async (name, input, subject) => {
    fake.failNext(name, 'needs_approval', 'void-open')
    const done = actions.ask(name, input)
    await settled()
    expect(useApproval.getState().question).toMatchObject({ subject, act: { name, input } })
    await cancelApproval(actions.inquire)
    await done
  })
  it('wants another right once HQ was asked: that is asked for, too, and the same right twice is told', async () => {
    fake.failNext('sale.void', 'needs_approval', 'void-paid')
    const done = actions.ask('sale.void', { voidId: LINE, saleId: 'sale-1' })
    for (const [index, right] of (['void-paid', 'return-without-right'] as const).entries()) {
      await settled()
      expect(useApproval.getState().question).toMatchObject({ right, subject: 'sale-1' })
      fake.failNext('sale.void', 'needs_approval', 'return-without-right')
      approved(`00000000-0000-7000-8000-0000000000c${index}`)
    }
    expect(await done).toMatchObject({ ok: false, error: { code: 'needs_approval' } })
    expect(inputs('sale.void').map((input) => (input as { approvalId?: string }).approvalId?.at(-1))).toEqual([undefined, '0', '1'])
    expect(useView.getState().toasts).toMatchObject([{ title: 'Somebody has to allow this' }])
  })
  it('that takes no approval is only told', async () => {
    fake.failNext('printer.set', 'needs_approval', 'settings')
    await actions.ask('printer.set', {} as never)
    expect(useApproval.getState().question).toBeNull()
    expect(useView.getState().toasts).toMatchObject([{ title: 'Somebody has to allow this' }])
  })
})

describe('Pay', () => {
  it.each([
    ['no_shift', 'open-shift'],
    ['shift_counted', 'shift'],
  ])('that answers %s leads to %s', async (code, panel) => {
    fake.failNext('sale.pay', code)
    await actions.pay()
    expect(useView.getState().panel.kind).toBe(panel)
  })
})

describe('typing', () => {
  it('of a PIN takes digits only, twelve at most', () => {
    expect([...'12a.3'].reduce(typePin, '')).toBe('123')
    expect([...'1234567890123'].reduce(typePin, '')).toBe('123456789012')
    expect(typePin('12', '\b')).toBe('1')
  })
  it('of an amount takes two digits behind the point', () => {
    expect([...'12.345'].reduce(typeAmount, '')).toBe('12.34')
    expect([...'1.2.3x'].reduce(typeAmount, '')).toBe('1.23')
    expect(typeAmount('12.', '\b')).toBe('12')
  })
})
