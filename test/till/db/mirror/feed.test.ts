import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSkuOfBarcode } from '../../../../src/till/db/mirror/barcodes.ts'
import { readCard } from '../../../../src/till/db/mirror/cards.ts'
import { readCursor } from '../../../../src/till/db/mirror/cursor.ts'
import { applyFeedPage, type FeedPage, type MemberFeedRow } from '../../../../src/till/db/mirror/feed.ts'
import { readLots } from '../../../../src/till/db/mirror/lots.ts'
import { readMember, readMembersByNameKeyPrefix } from '../../../../src/till/db/mirror/members.ts'
import { readMembersByPhoneTail } from '../../../../src/till/db/mirror/phone-tails.ts'
import { readMembersByPhone } from '../../../../src/till/db/mirror/phones.ts'
import { findProducts, readProduct, readQuickKeys } from '../../../../src/till/db/mirror/products.ts'
import { readCurrentProgramme, readProgramme } from '../../../../src/till/db/mirror/programmes.ts'
import { readStaff, readStaffByBadge, readStaffOfStore } from '../../../../src/till/db/mirror/staff.ts'
import { openSqliteFile, type Mirror } from '../../../../src/till/db/sqlite-file.ts'
import { mirrorProfile } from '../../../../src/till/db/till-files.ts'
import { NOW_MS } from '../../../support/test-clock.ts'
import { fillMirror, memberRow, programmeChange, sampleShop } from '../../../support/till-shop.ts'

let dir: string
let mirror: Mirror
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-mirror-'))
  mirror = openSqliteFile(mirrorProfile, { path: join(dir, 'mirror-1.db') })
})
afterEach(() => {
  mirror.close()
  rmSync(dir, { recursive: true, force: true })
})

const page = (position: number, changes: FeedPage['changes'], included: FeedPage['included'] = null): FeedPage => {
  return { incarnation: 1, position, included, changes }
}
const shop = sampleShop()
const [first] = shop.members
const memberOne = (): MemberFeedRow => {
  if (first === undefined) throw new Error('the sample shop has members')
  return memberRow(first, NOW_MS)
}

describe('a page', () => {
  it('brings rows and cursor in one transaction: what fails leaves both as they were', () => {
    applyFeedPage(mirror, page(1, [], { epoch: 1, seq: 4 }))
    const broken = { ...memberOne(), qualifying: Number.NaN }
    expect(() =>
      applyFeedPage(mirror, page(9, [{ kind: 'member', memberId: 'm1', row: memberOne() }, { kind: 'member', memberId: 'm1', row: broken }])),
    ).toThrow()
    expect(readMember(mirror, 'm1')).toBeNull()
    expect(readCursor(mirror)).toEqual({ incarnation: 1, position: 1, included: { epoch: 1, seq: 4 } })
  })

  it('from before is a repeat and changes nothing; one of another incarnation counts', () => {
    applyFeedPage(mirror, page(9, [{ kind: 'member', memberId: 'm1', row: memberOne() }]))
    expect(applyFeedPage(mirror, page(5, [{ kind: 'member', memberId: 'm1', row: null }]))).toBe(false)
    expect(readMember(mirror, 'm1')).not.toBeNull()
    expect(applyFeedPage(mirror, { ...page(1, []), incarnation: 2 })).toBe(true)
    expect(readCursor(mirror)).toMatchObject({ incarnation: 2, position: 1 })
  })
})

describe('a member', () => {
  it('is told whole: what hung on her before is replaced', () => {
    const row = memberOne()
    applyFeedPage(mirror, page(1, [{ kind: 'member', memberId: 'm1', row }]))
    expect(readMember(mirror, 'm1')).toMatchObject({ tier: 'gold', balancePoints: 3088, segments: [], promotionUses: {} })
    expect(readLots(mirror, 'm1').map((lot) => lot.lotId)).toEqual(['lot-a', 'lot-b', 'lot-c', 'lot-d'])
    const [card] = row.cards
    const [phone] = row.phoneIndexes
    const [tail] = row.tailIndexes
    if (card === undefined || phone === undefined || tail === undefined) throw new Error('she has a card and a phone')
    expect(readCard(mirror, card.cardIndex)).toMatchObject({ memberId: 'm1' })
    applyFeedPage(mirror, page(2, [{ kind: 'member', memberId: 'm1', row: { ...row, lots: [], cards: [], phoneIndexes: [], tailIndexes: [], nameKeys: [] } }]))
    expect(readLots(mirror, 'm1')).toEqual([])
    expect(readCard(mirror, card.cardIndex)).toBeNull()
    expect(readMembersByPhone(mirror, phone, 9)).toEqual([])
    expect(readMembersByPhoneTail(mirror, tail, 9)).toEqual([])
    expect(readMembersByNameKeyPrefix(mirror, 'chen', 9)).toEqual([])
  })

  it('who goes takes everything along', () => {
    applyFeedPage(mirror, page(1, [{ kind: 'member', memberId: 'm1', row: memberOne() }]))
    applyFeedPage(mirror, page(2, [{ kind: 'member', memberId: 'm1', row: null }]))
    for (const table of ['members', 'lots', 'cards', 'phones', 'phone_tails', 'name_keys']) {
      expect(mirror.all(`SELECT * FROM ${table}`), table).toEqual([])
    }
  })

  it('gets a card that was another member’s before', () => {
    fillMirror(mirror, shop, NOW_MS)
    const [card] = memberOne().cards
    const second = shop.members[1]
    if (card === undefined || second === undefined) throw new Error('two members')
    applyFeedPage(mirror, page(200, [{ kind: 'member', memberId: second.memberId, row: { ...memberRow(second, NOW_MS), cards: [card] } }]))
    expect(readCard(mirror, card.cardIndex)).toMatchObject({ memberId: second.memberId })
  })
})

it('brings products with their barcodes, and takes them', () => {
  fillMirror(mirror, shop, NOW_MS)
  expect(readSkuOfBarcode(mirror, '6941000137010')).toBe('RICE-10')
  expect(readQuickKeys(mirror).map((product) => product.sku)).toEqual(['APPLE', 'FISH'])
  expect(findProducts(mirror, '苹果', 9).map((product) => product.sku)).toEqual(['APPLE'])
  expect(findProducts(mirror, 'rice', 9).map((product) => product.sku)).toEqual(['RICE-10'])
  // Signs of LIKE are letters here.
  expect(findProducts(mirror, '%', 9)).toEqual([])
  expect(findProducts(mirror, '_=\\', 9).map((product) => product.sku)).toEqual(['ODD'])
  applyFeedPage(mirror, page(200, [{ kind: 'product', sku: 'RICE-10', row: null }]))
  expect([readProduct(mirror, 'RICE-10'), readSkuOfBarcode(mirror, '6941000137010')]).toEqual([null, null])
})

it('has one programme in force and keeps the versions before', () => {
  fillMirror(mirror, shop, NOW_MS)
  applyFeedPage(mirror, page(200, [programmeChange({ ...shop.programme, version: 4 })]))
  expect(readCurrentProgramme(mirror)?.version).toBe(4)
  expect(readProgramme(mirror, 3)).toMatchObject({ current: false })
})

it('knows staff by store and badge; who left works nowhere', () => {
  fillMirror(mirror, shop, NOW_MS)
  expect(readStaffOfStore(mirror, 's1').map((person) => person.staffId)).toEqual(['p01', 'p02'])
  const badgeIndex = readStaff(mirror, 'p01')?.badgeIndex ?? new Uint8Array(16)
  expect(readStaffByBadge(mirror, badgeIndex)?.name).toBe('小宁')
  const row = { staffId: 'p01', name: '小宁', role: 'cashier', storeIds: ['s1'], badgeIndex: null, pinBox: null, status: 'left' } as const
  applyFeedPage(mirror, page(200, [{ kind: 'staff', staffId: 'p01', row }]))
  expect(readStaffOfStore(mirror, 's1').map((person) => person.staffId)).toEqual(['p02'])
  expect(readStaffByBadge(mirror, badgeIndex)).toBeNull()
})
