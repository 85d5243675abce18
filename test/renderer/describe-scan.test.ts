import { describe, expect, it } from 'vitest'
import type { ScanOutcome, ScanReport } from '../../src/contract/desk-state.ts'
import { describeScan } from '../../src/renderer/scan/describe-scan.ts'
import { pageTexts, type TillText } from '../../src/renderer/texts.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'

const language = createLanguage(pageTexts, 'en')
const text: TillText = (key, values) => language.t(key, { ...values })
const report = (scanKind: ScanReport['scanKind'], outcome: ScanOutcome, code: string | null = '6901020334018'): ScanReport => ({ atMs: 0, source: 'wedge', scanKind, text: code, outcome })
const words = (...args: Parameters<typeof report>) => describeScan(report(...args), text, 'en')

describe('the scan line', () => {
  it('says kind, thing and what happened', () => {
    expect(words('product', { kind: 'product-added', name: { en: 'crackers' }, quantityMilli: 3000, unitPriceMinor: 1590 })).toEqual({
      voice: 'done', icon: 'tag', title: 'Product: crackers, 3 added', code: '690 1020 3340 18', help: '15.90',
    })
    expect(words('product', { kind: 'product-added', name: { en: 'apples' }, quantityMilli: 1250, unitPriceMinor: 1280 }).title).toBe('Product: apples, 1.250 kg added')
  })
  it('never shows a payment code, and of cards only the end', () => {
    const payment = words('payment-code', { kind: 'refused', why: 'payment-code' }, null)
    expect(payment).toMatchObject({ voice: 'stop', code: 'code not kept' })
    expect(words('member', { kind: 'member-attached', displayName: 'Ms Chen', blocked: false }, '8812000011115127').code).toBe('ends in 5127')
  })
  it('says what a gift card did, and shows of it only the end', () => {
    const said = (outcome: ScanOutcome) => words('gift-card', outcome, 'GC00000000000109')
    expect(said({ kind: 'gift-card-used', balanceMinor: 5000, usedMinor: 1580 })).toEqual({ voice: 'done', icon: 'giftCard', title: 'Gift card: pays 15.80', code: 'ends in 0109', help: '34.20 stays on it' })
    expect(said({ kind: 'gift-card-used', balanceMinor: 5000, usedMinor: 0 })).toMatchObject({ voice: 'wait', title: 'Gift card: pays nothing of this sale' })
    expect(said({ kind: 'gift-card-balance', balanceMinor: 5000 }).title).toBe('Gift card: holds 50.00')
    expect(said({ kind: 'gift-card-sold', priceMinor: 10000 }).title).toBe('Gift card: sold, 100.00 goes on it')
  })
  it('says that a blocked card is blocked, and what to do', () => {
    expect(words('member', { kind: 'member-attached', displayName: 'Ms Chen', blocked: true })).toMatchObject({ voice: 'wait', title: 'Member: Ms Chen, card is blocked' })
  })
  it.each(['payment-code', 'payment-card', 'locked-while-paying', 'too-long', 'repeated', 'not-usable-offline', 'not-known-here', 'too-many-lines', 'quantity-too-large', 'gift-card-unknown', 'gift-card-not-here', 'gift-card-empty', 'gift-card-sold', 'gift-card-over-cap', 'too-many-gift-cards'] as const)('has words and a next step for %s', (why) => {
    const { title, help, voice } = words('product', { kind: 'refused', why })
    expect(title).not.toContain('scan.refused')
    expect(help).not.toContain('scan.refused')
    expect(help).not.toBe('')
    expect(['wait', 'stop']).toContain(voice)
  })
  it('while members are loaded says so of a card or product that is not known yet, and of nothing else', () => {
    const said = (kind: ScanReport['scanKind'], outcome: ScanOutcome) => describeScan(report(kind, outcome), text, 'en', true)
    for (const kind of ['member', 'product'] as const) for (const outcome of [{ kind: 'not-found' }, { kind: 'refused', why: 'not-known-here' }] as const) expect(said(kind, outcome)).toMatchObject({ voice: 'wait', title: expect.stringContaining('still loading') as string, help: 'scan it again in a minute' })
    expect(said('payment-code', { kind: 'refused', why: 'payment-code' }).voice).toBe('stop')
    expect(said('member', { kind: 'member-attached', displayName: 'Ms Chen', blocked: false }).title).toBe('Member: Ms Chen')
  })
  it('is not thrown by a code that is very long', () => expect(words('unknown', { kind: 'refused', why: 'too-long' }, 'x'.repeat(5000)).code.length).toBeLessThan(40))
})
