import { afterEach, describe, expect, it } from 'vitest'
import { writeMemberCode } from '../../../src/journal/member-code.ts'
import { makeSigningPair, sha256, signer } from '../../../src/till/crypto.ts'
import { makeTill, type TestTill } from '../../support/till.ts'

const CARD = '8800001001079196'
const BLOCKED = '8800001001237570'
const pair = makeSigningPair()
const hq = { publicKey: pair.publicKey, sign: signer(pair.privateKey), sha256 }

let till: TestTill
afterEach(() => till.dispose())
const start = async (): Promise<void> => {
  till = await makeTill({ identity: { hqPublicKey: pair.publicKey }, online: false })
}
const member = async () => (await till.desk()).member

describe('signed member codes, offline', () => {
  it('attach the member as found by her QR; the code itself is in no answer', async () => {
    await start()
    const code = writeMemberCode({ card: CARD, lastDay: null }, hq)
    expect(await till.scan(code)).toMatchObject({ scanKind: 'member', text: null, outcome: { kind: 'member-attached', displayName: '陈*满', blocked: false } })
    expect(await member()).toMatchObject({ foundBy: 'qr' })
    expect(JSON.stringify(till.desks)).not.toContain(code.slice(-40))
  })

  it('do not unblock a blocked card', async () => {
    await start()
    expect(await till.scan(writeMemberCode({ card: BLOCKED, lastDay: null }, hq))).toMatchObject({ outcome: { kind: 'member-attached', blocked: true } })
  })

  it('that are forged, too old or of another HQ are refused, each in its own words', async () => {
    await start()
    const good = writeMemberCode({ card: CARD, lastDay: '2020-01-01' }, hq)
    const other = makeSigningPair()
    const foreign = writeMemberCode({ card: CARD, lastDay: null }, { publicKey: other.publicKey, sign: signer(other.privateKey), sha256 })
    for (const [code, why] of [
      [good, 'member-code-expired'],
      [good.replace(CARD, BLOCKED), 'member-code-forged'],
      [foreign, 'member-code-unknown-key'],
    ] as const) {
      expect(await till.scan(code)).toMatchObject({ scanKind: 'member', outcome: { kind: 'refused', why } })
    }
    expect(await member()).toBeNull()
  })
})

describe('plain member codes', () => {
  it('name a member, also within the shop’s own link', async () => {
    await start()
    for (const text of [CARD, `https://m.example.com/c/${CARD}?t=59`, `https://m.example.com/join?c=${CARD}`]) {
      await till.call('member.detach', {})
      expect(await till.scan(text)).toMatchObject({ scanKind: 'member', outcome: { kind: 'member-attached' } })
    }
  })

  it('are refused where the shop takes only signed ones, until it says otherwise', async () => {
    await start()
    expect(await till.call('devices.rules.plainMemberCodes', { plainMemberCodes: 'refused' })).toMatchObject({ ok: true, output: { plainMemberCodes: 'refused' } })
    for (const text of [CARD, `;${CARD}=2912?`, `https://m.example.com/c/${CARD}`]) {
      expect(await till.scan(text)).toMatchObject({ outcome: { kind: 'refused', why: 'plain-member-code' } })
    }
    expect(await till.scan(writeMemberCode({ card: CARD, lastDay: null }, hq))).toMatchObject({ outcome: { kind: 'member-attached' } })
    await till.restart()
    expect(await till.scan(CARD)).toMatchObject({ outcome: { kind: 'refused', why: 'plain-member-code' } })
    await till.call('devices.rules.plainMemberCodes', { plainMemberCodes: 'allowed' })
    expect(await till.scan(CARD)).toMatchObject({ outcome: { kind: 'member-attached' } })
  })
})

describe('a character lost', () => {
  it('offers member, product and receipt from the till’s own index, and takes none', async () => {
    await start()
    for (const text of [CARD.slice(1), CARD.slice(0, -1)]) expect(await till.scan(text)).toMatchObject({ outcome: { kind: 'candidates', codes: [CARD] } })
    expect(await till.scan('941000137010')).toMatchObject({ outcome: { kind: 'candidates', codes: ['6941000137010'] } })
    expect(await member()).toBeNull()
    expect((await till.desk()).lines).toEqual([])
  })
})

describe('the shop’s own rules', () => {
  const own = {
    format: 'tillpoint-scan-rules/1',
    rules: [
      { kind: 'payment-card', form: { form: 'payment-stripe' } },
      { kind: 'member', form: { form: 'characters', startsWith: ['VIP'], then: 'digits', lengthMin: 19, lengthMax: 19, check: null } },
    ],
  }

  it('hold from the next scan on, over a restart, and can be taken back', async () => {
    await start()
    expect(await till.scan('VIP8800001001079196')).toMatchObject({ scanKind: 'unknown' })
    expect(await till.call('devices.rules.save', { rules: own })).toMatchObject({ ok: true, output: { isDefault: false, problem: null } })
    expect(await till.scan('VIP8800001001079196')).toMatchObject({ scanKind: 'member' })
    expect(await till.scan('6941000137010')).toMatchObject({ scanKind: 'unknown' })
    await till.restart()
    expect(await till.scan('VIP8800001001079196')).toMatchObject({ scanKind: 'member' })
    await till.call('devices.rules.reset', {})
    expect(await till.scan('6941000137010')).toMatchObject({ scanKind: 'product' })
  })

  it('that do not fit, or would let a bank card through, are refused with place and reason; nothing changes', async () => {
    await start()
    for (const rules of [{}, { ...own, rules: own.rules.slice(1) }, { ...own, rules: [...own.rules, { kind: 'member', form: { form: 'guess' } }] }]) {
      const reply = await till.call('devices.rules.save', { rules })
      expect(reply).toMatchObject({ ok: false, error: { code: 'rules_refused', detail: expect.stringMatching(/^\S+: /) as unknown } })
    }
    expect(await till.call('devices.rules.read', {})).toMatchObject({ output: { isDefault: true, problem: null } })
  })

  it('that were damaged in the table are named, and the defaults hold', async () => {
    await start()
    await till.betweenRuns((files) => files.ledger.write((tx) => void tx.run("INSERT INTO settings (key, json) VALUES ('scanners.rules', '{\"rules\":7}')", {})))
    expect(await till.call('devices.rules.read', {})).toMatchObject({ output: { isDefault: true, problem: expect.any(String) as unknown } })
    expect(await till.scan('6941000137010')).toMatchObject({ scanKind: 'product' })
  })
})
