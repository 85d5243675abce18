import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../support/tidy/project.ts'

/** The decoders' fuzz test (test/scan/fuzz.test.ts) with so many inputs a decoder. `--count N --seed N`; exit 1 if one fails. */
const { values } = parseArgs({ options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } } })
const args = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/scan/fuzz.test.ts']
const env = { ...process.env, TILLPOINT_FUZZ_RUNS: values.count, TILLPOINT_FUZZ_SEED: values.seed }
spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env }).on('exit', (code) => {
  process.exitCode = code ?? 1
})
