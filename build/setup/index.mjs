// Set-up: each step sees for itself whether it is done, and then costs milliseconds.
import { ensureBundles } from './bundles.mjs'
import { say } from './console.mjs'
import { demandDebianPackages, ensureDebianPackages } from './debian-packages.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { holdPatiently } from './hold.mjs'
import { ensureCommandLinks, ensureNode24, ensureNpmPackages, ensurePostgresLinks } from './npm-packages.mjs'
import { root } from './places.mjs'
import { ensureSqliteBinary } from './sqlite-binary.mjs'

/**
 * - `commands`: enough for `tillpoint` and `tillpoint-hq`;
 * - `run`: also the application and what it runs on;
 * - `test`: also what the tests need.
 * @param {'commands' | 'run' | 'test'} purpose
 */
export async function setUp(purpose) {
  if (purpose !== 'commands') demandDebianPackages(purpose)
  const held = await holdPatiently(`set-up of ${root}`, `process ${process.pid}`, (holder) => say(`[set-up] waiting for another set-up of this clone (${holder})`))
  try {
    if (purpose !== 'commands') await ensureDebianPackages(purpose)
    await ensureNpmPackages()
    await ensureNode24()
    await ensurePostgresLinks()
    ensureCommandLinks()
    if (purpose === 'commands') return
    await ensureElectron()
    await ensureSqliteBinary()
    await ensureBundles(['application', 'console'])
  } finally {
    held.release()
  }
}
