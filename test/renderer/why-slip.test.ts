import { describe, expect, it } from 'vitest'
import { printWhat } from '../../src/contract/print-calls.ts'
import { pageTexts, type TillText } from '../../src/renderer/texts.ts'
import { earnSlip, SLIP_LINES_MAX, treeSlip } from '../../src/renderer/why/why-slip.ts'
import { couponWhyText } from '../../src/renderer/why/why-text.ts'
import { locales, type Locale } from '../../src/ui/format/locale.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'
import { createFakeTill } from '../support/fake-till-bridge.ts'
import { setScene } from '../support/preview/scenes.ts'

function textIn(locale: Locale): TillText {
  const language = createLanguage(pageTexts, locale)
  return (key, values) => language.t(key, { ...values })
}

async function contextIn(locale: Locale) {
  const fake = createFakeTill()
  await setScene(fake, 'coupons')
  const hello = await fake.invoke('till.hello', {})
  if (!hello.ok || hello.output.desk.quote.kind !== 'quoted') throw new Error('no quote')
  const { desk, status } = hello.output
  return { quote: hello.output.desk.quote, member: desk.member, lines: desk.lines, timeZone: status.timeZone, text: textIn(locale), locale }
}

describe('the explanation on paper', () => {
  it.each(locales)('is what the panel says, in %s, and what the printer takes', async (locale) => {
    const context = await contextIn(locale)
    const slips = [earnSlip(context), treeSlip(context.quote.explain.children, context)]
    for (const lines of slips) {
      expect(lines.length).toBeGreaterThan(4)
      expect(printWhat.safeParse({ kind: 'why-slip', saleId: null, title: 'x', lines, locale }).success).toBe(true)
      expect(lines.filter(({ words }) => /explain\.|why\.|^$/.test(words))).toEqual([])
    }
    const [earned] = slips
    expect(earned?.at(-1)?.words).toContain(': ')
    expect(earned?.map(({ shown }) => shown).join(' ')).toContain(String(context.quote.result.earnPoints))
  })
  it('names nobody', async () => {
    const context = await contextIn('zh-Hans')
    const said = JSON.stringify([earnSlip(context), treeSlip(context.quote.explain.children, context)])
    for (const personal of [context.member?.displayName ?? 'x', context.member?.phoneMasked ?? 'x', context.member?.memberId ?? 'x']) expect(said).not.toContain(personal)
  })
  it('hangs each part under what it is part of', async () => {
    const context = await contextIn('en')
    const due = context.quote.explain.children.find(({ id }) => id === 'due')!
    const lines = treeSlip([due], context)
    expect(lines[0]).toMatchObject({ depth: 0 })
    expect(lines.filter(({ depth }) => depth === 1)).toHaveLength(due.children.length)
  })
  it('of a thousand lines says that there is more', async () => {
    const context = await contextIn('en')
    const [node] = context.quote.explain.children
    const lines = treeSlip(Array.from({ length: 1000 }, () => node!), context)
    expect(lines).toHaveLength(SLIP_LINES_MAX)
    expect(lines.at(-1)?.words).toBe('… more on the till’s screen')
  })
})

it.each([
  [{ why: 'below-minimum-spend', missingMinor: 1250 }, '12.50 missing'],
  [{ why: 'below-minimum-quantity', missingMilli: 2000 }, '2 pieces missing'],
  [{ why: 'not-weekday' }, 'not on this weekday'],
  [{ why: 'better-offer', than: 'member-price' }, 'less than "Member price"'],
  [{ why: 'no_goods' }, 'waits for goods'],
  [{ why: 'coupon_expired' }, 'This coupon has ended.'],
  [{ why: 'something-new' }, 'does not fit this sale'],
])('a coupon that does nothing says why: %j', (refused, said) => expect(couponWhyText(refused, { kind: 'empty' }, textIn('en'), 'en')).toBe(said))
