import { afterEach, describe, expect, it } from 'vitest'
import { makeTill, type TestTill } from '../support/till.ts'

let till: TestTill
afterEach(() => till.dispose())

const isLoading = async (): Promise<boolean> => (await till.must('till.hello', {})).status.warnings.includes('mirror-loading')

describe('the first load of members and prices', () => {
  it('is told until it has caught up with HQ, over a restart in between, and never again', async () => {
    till = await makeTill()
    expect(await isLoading()).toBe(true)
    till.line.tell({ kind: 'mirror', isCaughtUp: false })
    expect(await isLoading()).toBe(true)
    await till.restart()
    expect(await isLoading()).toBe(true)
    till.line.tell({ kind: 'mirror', isCaughtUp: true })
    expect(await isLoading()).toBe(false)
    till.line.tell({ kind: 'mirror', isCaughtUp: false })
    await till.restart()
    expect(await isLoading()).toBe(false)
  })
  it('is told again when a damaged mirror was replaced by an empty one', async () => {
    till = await makeTill()
    till.line.tell({ kind: 'mirror', isCaughtUp: true })
    await till.betweenRuns((files) => files.replaceMirror())
    expect(await isLoading()).toBe(true)
  })
  it('is no matter of a till without HQ', async () => {
    till = await makeTill({ identity: { hqUrl: '' } })
    expect(await isLoading()).toBe(false)
  })
})

describe('a member comes while the till is offline', () => {
  it('HQ is tried at once, once for each', async () => {
    till = await makeTill({ online: false })
    const before = till.line.woken.count
    await till.scan('8800001001079196')
    expect(till.line.woken.count).toBe(before + 1)
    await till.scan('6941000137010')
    expect(till.line.woken.count).toBe(before + 1)
  })
  it('online nobody needs waking', async () => {
    till = await makeTill()
    const before = till.line.woken.count
    await till.scan('8800001001079196')
    expect(till.line.woken.count).toBe(before)
  })
})
