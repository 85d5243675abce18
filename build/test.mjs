// npm test: set-up, then each part with its time against its budget; the last line is the total.
//   npm test                    all parts
//   npm test -- --only lint     one part, by name
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { runScript, say, Stop } from './setup/console.mjs'
import { setUp } from './setup/index.mjs'
import { inClone, projectNode, readJson, root } from './setup/places.mjs'
import { onOwnDisplay } from './virtual-display.mjs'

const tool = (file, ...args) => [projectNode, inClone('node_modules', file), ...args]
const vitest = (project) => tool('vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`)
const reportOf = (project) => inClone('out/test', `${project}.json`)

/** Budgets are for two cores; the whole stays within 15 minutes. A part over budget is said to be so, not failed. */
const parts = [
  { name: 'types', budgetSeconds: 60, command: () => tool('typescript/bin/tsc', '-b') },
  { name: 'lint', budgetSeconds: 120, command: () => tool('eslint/bin/eslint.js', '.', '--cache', '--cache-location', 'out/eslint', '--cache-strategy', 'content', '--max-warnings', '0') },
  { name: 'tidy', budgetSeconds: 60, command: () => vitest('tidy'), report: reportOf('tidy') },
  { name: 'unit', budgetSeconds: 360, command: () => vitest('unit'), report: reportOf('unit') },
  // The till's device code over virtual HID hardware; where the machine cannot start, the total says so.
  { name: 'hid', budgetSeconds: 120, command: () => [projectNode, inClone('test/support/hid-vm/run.mjs'), reportOf('hid')], report: reportOf('hid') },
  { name: 'e2e', budgetSeconds: 240, command: () => onOwnDisplay(vitest('e2e')), report: reportOf('e2e') },
]

await runScript(async () => {
  const chosen = chosenParts(process.argv.slice(2))
  await setUp('test')
  mkdirSync(inClone('out/test'), { recursive: true })
  const results = []
  for (const part of chosen) results.push(await runPart(part))
  return summary(results)
})

function chosenParts(args) {
  if (args.length === 0) return parts
  const part = parts.find(({ name }) => name === args[1])
  if (args.length !== 2 || args[0] !== '--only' || !part) throw new Stop(2, `usage: npm test [-- --only ${parts.map(({ name }) => name).join('|')}]`)
  return [part]
}

async function runPart({ name, budgetSeconds, command, report }) {
  process.stdout.write(`\n== ${name} (budget ${budgetSeconds} s)\n`)
  if (report) rmSync(report, { force: true })
  const startedMs = performance.now()
  const exitCode = await exitOf(command())
  const seconds = (performance.now() - startedMs) / 1000
  return { name, budgetSeconds, seconds, ...countsOf(exitCode, report) }
}

/** Ctrl-C reaches the part through the terminal; this process waits for it and reports. */
function exitOf([program, ...args]) {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const stop = (signal) => child.kill(signal)
  process.once('SIGTERM', stop)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      process.removeListener('SIGTERM', stop)
      resolve(code ?? 1)
    })
  })
}

/** A part without a report counts as one test. A part that ends badly has at least one failure, one that ran nothing too. */
function countsOf(exitCode, report) {
  if (!report) return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 }
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests, numPendingTests, testResults, notRun } = readJson(report)
  if (notRun) return { passed: 0, failed: 0, notRun }
  const brokenFiles = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'))
  const failed = numFailedTests + numPendingTests + brokenFiles.length
  const endedBadly = exitCode !== 0 || passed + failed === 0
  return { passed, failed: failed === 0 && endedBadly ? 1 : failed }
}

function summary(results) {
  process.stdout.write('\n')
  for (const { name, seconds, budgetSeconds, passed, failed } of results) {
    const late = seconds > budgetSeconds ? '  OVER BUDGET' : ''
    process.stdout.write(`${name.padEnd(6)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s of ${budgetSeconds} s${late}\n`)
  }
  for (const { name, notRun } of results) if (notRun) process.stdout.write(`${name}-vm: not run: ${notRun}\n`)
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0)
  if (total('seconds') > 900) say('the whole took longer than 15 minutes')
  process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`)
  return total('failed') === 0 ? 0 : 1
}
