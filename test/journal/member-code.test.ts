import { describe, expect, it } from 'vitest'
import { checkMemberCode, writeMemberCode } from '../../src/journal/member-code.ts'
import { makeSigningPair, sha256, signer, verify } from '../../src/till/crypto.ts'

const pair = makeSigningPair()
const hq = { publicKey: pair.publicKey, sign: signer(pair.privateKey), sha256 }
const CARD = '8800001001079196'
const check = (text: string, businessDate = '2026-11-23', keys = [pair.publicKey]) => checkMemberCode(text, { keys, verify, sha256, businessDate })

describe('a signed member code', () => {
  it('names the card, is short enough for a small QR code, and only of characters that every layout has', () => {
    const code = writeMemberCode({ card: CARD, lastDay: null }, hq)
    expect(check(code)).toEqual({ kind: 'valid', card: CARD })
    expect(code).toHaveLength(4 + 8 + 1 + 16 + 1 + 1 + 1 + 86)
    expect(code).toMatch(/^TP1\.[0-9A-Za-z._-]+$/)
  })

  it('is valid on its last day and not after it', () => {
    const code = writeMemberCode({ card: CARD, lastDay: '2026-11-23' }, hq)
    expect(check(code, '2026-11-23')).toMatchObject({ kind: 'valid' })
    expect(check(code, '2026-11-24')).toEqual({ kind: 'expired' })
  })

  it('with any character changed is not valid', () => {
    const code = writeMemberCode({ card: CARD, lastDay: '2027-12-31' }, hq)
    for (let at = 0; at < code.length; at += 1) {
      const changed = `${code.slice(0, at)}${code.charAt(at) === '1' ? '2' : '1'}${code.slice(at + 1)}`
      expect(check(changed).kind, changed).toMatch(/forged|unknown-key/)
    }
    for (const cut of [code.slice(0, -1), `${code}A`, 'TP1.', 'TP1.abc', '']) expect(check(cut)).toEqual({ kind: 'forged' })
  })

  it('of another HQ is named so', () => {
    const other = makeSigningPair()
    const code = writeMemberCode({ card: CARD, lastDay: null }, { publicKey: other.publicKey, sign: signer(other.privateKey), sha256 })
    expect(check(code)).toEqual({ kind: 'unknown-key' })
    expect(check(code, '2026-11-23', [])).toEqual({ kind: 'unknown-key' })
    expect(check(code, '2026-11-23', [pair.publicKey, other.publicKey])).toEqual({ kind: 'valid', card: CARD })
  })

  it('is not written for what it cannot carry', () => {
    expect(() => writeMemberCode({ card: '88.1', lastDay: null }, hq)).toThrow(RangeError)
    expect(() => writeMemberCode({ card: CARD, lastDay: 'soon' }, hq)).toThrow(RangeError)
  })
})
