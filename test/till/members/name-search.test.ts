import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyFeedPage } from '../../../src/till/db/mirror/feed.ts'
import { openSqliteFile, type Mirror } from '../../../src/till/db/sqlite-file.ts'
import { mirrorProfile } from '../../../src/till/db/till-files.ts'
import { findByCard, findMembers } from '../../../src/till/members/directory.ts'
import { createMemberVault, type MemberVault } from '../../../src/till/members/member-vault.ts'
import { BOXES_OPENED_MAX, nameFits, searchByName } from '../../../src/till/members/name-search.ts'
import { NOW_MS } from '../../support/test-clock.ts'
import { fillMirror, memberRow, regionKey, sampleShop, type ShopMember } from '../../support/till-shop.ts'

let dir: string
let mirror: Mirror
let opened = 0
const plain = createMemberVault(regionKey)
const vault: MemberVault = {
  ...plain,
  open(memberId, box) {
    opened += 1
    return plain.open(memberId, box)
  },
}
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-search-'))
  mirror = openSqliteFile(mirrorProfile, { path: join(dir, 'mirror-1.db') })
  fillMirror(mirror, sampleShop(), NOW_MS)
})
afterAll(() => {
  mirror.close()
  rmSync(dir, { recursive: true, force: true })
})

const found = (query: string): string[] => findMembers(mirror, vault, query).matches.map(({ row }) => row.memberId)

describe('by name', () => {
  it.each([
    ['陈小满', ['m1']],
    ['陈', ['m1', 'm2']],
    ['小满', ['m1']],
    ['晓', ['m2', 'm3']],
    ['陈晓', ['m2']],
    ['chen', ['m1', 'm2']],
    ['CHEN', ['m1', 'm2']],
    ['chenxiaoman', ['m1', 'm2']],
    ['chen xiao man', ['m1', 'm2']],
    ['chenxm', ['m1', 'm2']],
    ['cxm', ['m3', 'm1', 'm2']],
    ['xm', ['m3', 'm1', 'm2']],
    ['xiaoman', ['m1', 'm2']],
    ['ouyang', ['m5']],
    ['oyn', ['m5']],
    ['欧阳', ['m5']],
    ['amy', ['m6']],
    ['Wong', ['m6']],
    ['amy w', ['m6']],
    ['lhb', ['m4']],
    ['nobody', []],
    ['陈大', []],
    ['%', []],
    ['', []],
    ['   ', []],
  ])('%s', (query, members) => {
    expect(found(query).sort()).toEqual([...members].sort())
  })

  it('those who bought last come first', () => {
    expect(found('cxm')).toEqual(['m3', 'm1', 'm2'])
  })
})

describe('by digits', () => {
  it('four are the end of a phone number, and say so', () => {
    const result = findMembers(mirror, vault, '5127')
    expect(result).toMatchObject({ foundBy: 'phone-tail', more: false })
    expect(result.matches.map(({ row }) => row.memberId).sort()).toEqual(['m1', 'm5'])
  })
  it.each(['13700009052', '+86 137 0000 9052', '0086-137-0000-9052', ' 137 0000 9052 '])('a whole phone number: %s', (query) => {
    expect(findMembers(mirror, vault, query)).toMatchObject({ foundBy: 'phone', matches: [{ row: { memberId: 'm3' } }] })
  })
  it('a card number', () => {
    expect(findMembers(mirror, vault, '8800 0010 0107 9196')).toMatchObject({ foundBy: 'card', matches: [{ row: { memberId: 'm1' } }] })
  })
  it.each(['000', '99999', '1380000512', '0000'])('nobody: %s', (query) => expect(found(query)).toEqual([]))
})

describe('by card', () => {
  it('knows the holder, and whether the card is blocked', () => {
    expect(findByCard(mirror, vault, '8800001001079196')).toMatchObject({ kind: 'member', cardBlocked: false, member: { memberId: 'm1' } })
    expect(findByCard(mirror, vault, '8800001001237570')).toMatchObject({ kind: 'member', cardBlocked: true })
    expect(findByCard(mirror, vault, 'mem0001234')).toMatchObject({ kind: 'member', member: { memberId: 'm6' } })
    expect(findByCard(mirror, vault, '8800001001999999')).toEqual({ kind: 'unknown' })
  })
  it('gives nobody away without the region’s keys', () => {
    const stranger = createMemberVault({ boxKey: new Uint8Array(32), indexKey: new Uint8Array(32) })
    expect(findByCard(mirror, stranger, '8800001001079196')).toEqual({ kind: 'unknown' })
    expect(searchByName(mirror, stranger, 'chen', 20).found).toEqual([])
  })
})

describe('many members', () => {
  const crowd = (count: number): ShopMember[] =>
    Array.from({ length: count }, (_, index) => ({
      memberId: `w${index}`,
      name: `王${String.fromCodePoint(0x4e00 + (index % 500))}`,
      title: null,
      phone: null,
      birthday: null,
      cards: [],
      status: 'active',
      tier: null,
      joined: '2025-01-01',
      lastPurchase: `2026-${String(1 + (index % 9)).padStart(2, '0')}-01`,
      lots: [],
    }))

  it('are never opened beyond the bound: the cashier is told to type more', () => {
    const changes = crowd(BOXES_OPENED_MAX + 50).map((member) => ({ kind: 'member' as const, memberId: member.memberId, row: memberRow(member, NOW_MS) }))
    applyFeedPage(mirror, { incarnation: 1, position: 200, included: null, changes })
    opened = 0
    const nobody = searchByName(mirror, vault, 'wangqq', 20)
    expect(nobody).toEqual({ found: [], more: true })
    expect(opened).toBe(BOXES_OPENED_MAX)
    opened = 0
    const common = findMembers(mirror, vault, 'wang')
    expect(common.matches).toHaveLength(20)
    expect(common.more).toBe(true)
    expect(opened).toBeLessThan(100)
  })
})

it.each([
  ['陈小满', 'chenxm', true],
  ['陈小满', 'cxiaom', true],
  ['陈小满', 'chenm', false],
  ['陈小满', 'xc', false],
  ['吕布', 'lvbu', true],
  ['Zoë Kern', 'zoe', true],
])('a name fits what was typed: %s, %s', (name, typed, fits) => {
  expect(nameFits(name, typed)).toBe(fits)
})
