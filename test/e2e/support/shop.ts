import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startHqProcess, type HqProcess } from './hq-process.ts'
import { launchTill, type Look, type TillApp } from './till-app.ts'

/** Codes of the sample shop (resources/sample). */
export const codes = {
  /** 陈小满, gold, with points and a card of her own. */
  member: '8800001001079196',
  blockedMember: '8800001001395956',
  /** ￥15.80, ￥15.90, ￥8.50. */
  nuts: '6941000685054',
  crackers: '6941000822060',
  crisps: '6941000959070',
  /** ￥45.80 */
  tea: '6941002192161',
} as const

/** One HQ and one till of its, each in a process of its own, in a folder that goes with them. */
export type Shop = { readonly hq: HqProcess; readonly till: TillApp; readonly dataDir: string; reopen(): Promise<TillApp>; close(): Promise<void> }

export type ShopOptions = {
  readonly look?: Look
  /** Puts something between till and HQ: given HQ's address, the address that the till is told. */
  readonly between?: (hqUrl: string) => Promise<string>
  /** The till is left as it starts: locked, without a shift. */
  readonly locked?: boolean
}

export async function openShop({ look, between, locked = false }: ShopOptions = {}): Promise<Shop> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tillpoint-e2e-'))
  // PostgreSQL runs as another user when this one is root, and must be able to pass.
  chmodSync(dataDir, 0o755)
  const hq = await startHqProcess(dataDir)
  const hqUrl = (await between?.(hq.url)) ?? hq.url
  const chosen = look === undefined ? {} : { look }
  let till = await launchTill({ dataDir, hqUrl, enrolCode: await hq.enrolCode(), ...chosen })
  await till.untilStatus('till that is online', ({ sync }) => sync.kind === 'online')
  if (!locked) await till.takeOver()
  return {
    hq,
    get till() {
      return till
    },
    dataDir,
    /** As after switching off and on again. */
    async reopen() {
      await till.close()
      till = await launchTill({ dataDir, hqUrl, ...chosen })
      if (!locked) await till.takeOver()
      return till
    },
    async close() {
      await till.close()
      await hq.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
