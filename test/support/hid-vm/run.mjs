// Runs test/hid in the virtual machine and writes what came of it in the form of vitest's JSON report.
//   node test/support/hid-vm/run.mjs REPORT.json
// Where the machine cannot start (another system, no package sources) the report says { notRun: reason } and the exit
// code is 0: that is no failure of the till's.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../..')
const [reportFile] = process.argv.slice(2)
/** The runner's own exit codes: timeout(1)'s, and "the machine could not start". */
const BROKEN = 125

const tests = ['--test', '--test-isolation=none', '--test-reporter=tap', '--test-timeout=90000', 'test/hid/scanners.test.ts']
const child = spawn(process.execPath, [join(here, 'hid-vm.mjs'), '--timeout', '240', '--', ...tests], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
let tap = ''
let complaint = ''
child.stdout.on('data', (bytes) => {
  tap += bytes
  process.stdout.write(bytes)
})
child.stderr.on('data', (bytes) => {
  complaint = (complaint + bytes).slice(-2000)
  process.stderr.write(bytes)
})
process.once('SIGTERM', () => child.kill('SIGTERM'))
child.on('close', (code) => {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(tap)?.[1] ?? 0)
  const notRun = code === BROKEN ? complaint.trim().split('\n').at(-1).replace(/^hid-vm: /, '') : null
  const report = {
    notRun,
    numPassedTests: count('pass'),
    numFailedTests: count('fail') + count('cancelled'),
    numPendingTests: count('skipped') + count('todo'),
    testResults: [],
  }
  if (reportFile) writeFileSync(reportFile, JSON.stringify(report))
  if (notRun !== null) process.stderr.write(`hid-vm: not run: ${notRun}\n`)
  process.exitCode = notRun === null ? (code ?? 1) : 0
})
