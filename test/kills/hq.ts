import path from 'node:path'
import { systemClock } from '../../src/hq/clock.ts'
import { makeEnrolCode } from '../../src/hq/enrol.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { masterKey } from '../../src/hq/master-key.ts'
import { seed } from '../../src/hq/seed.ts'
import { startHq } from '../../src/hq/start-hq.ts'

const resources = path.resolve(import.meta.dirname, '../../resources')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A real HQ with the sample shop over a real, migrated or empty database; real clocks. */
export async function startShopHq(
  databaseUrl: string,
): Promise<{ readonly url: string; enrolCode(): Promise<string>; close(): Promise<void> }> {
  const running = await startHq({
    ...{ databaseUrl, host: '127.0.0.1', port: 0, log: silent, clock: systemClock, ids: systemIds, consoleDir: null },
    masterKey: masterKey(new Uint8Array(32).fill(5)),
    limits: { enrolPerMinute: 10_000, sessionPerMinute: 100_000 },
  })
  await seed(running.hq, {
    sampleDir: path.join(resources, 'sample'),
    programmeFile: path.join(resources, 'programmes/plain.json'),
  })
  return {
    url: running.url,
    async enrolCode() {
      const made = await makeEnrolCode(running.hq, 's1')
      if (made === null) throw new Error('no store s1 in the sample')
      return made.code
    },
    close: () => running.close(),
  }
}
