import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { onOwnDisplay } from '../../build/virtual-display.mjs'
import type { Item } from './items.ts'
import { patternOf, type Report } from './verdict.ts'

/** How long one emptied file may keep a test busy: one that hangs has not passed. */
const PATIENCE_MS = 10 * 60_000

/** Runs these tests of one project in a copy. @returns vitest's report; null: it could not even begin, or hung */
export async function runTests(folder: string, project: Item['project'], tests: readonly Pick<Item, 'testFile' | 'testName'>[]): Promise<Report | null> {
  const report = path.join(folder, 'out/prove-report.json')
  rmSync(report, { force: true })
  // A journey's steps build on one another: there the whole file runs.
  const named = project === 'e2e' ? [] : ['-t', patternOf([...new Set(tests.map(({ testName }) => testName))])]
  const files = [...new Set(tests.map(({ testFile }) => testFile))]
  if (project === 'e2e' && (await exitOf([process.execPath, '--input-type=module', '-e', `await (await import('${folder}/build/setup/bundles.mjs')).ensureBundles(['application', 'console'])`], folder)) !== 0) return { testResults: files.map((name) => ({ name: `/${name}`, status: 'failed', assertionResults: [] })) }
  const command = [process.execPath, path.join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, ...files, ...named, '--reporter=json', `--outputFile.json=${report}`]
  await exitOf(project === 'e2e' ? onOwnDisplay(command) : command, folder)
  return existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : null
}

function exitOf([program = '', ...args]: readonly string[], cwd: string): Promise<number> {
  const child = spawn(program, args, { cwd, stdio: 'ignore', timeout: PATIENCE_MS, killSignal: 'SIGTERM' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
