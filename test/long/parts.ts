/**
 * The long variants that `npm run long` runs in turn: each a program of test/ that prints its seed and what it found, and
 * exits 1 if it found anything. One line adds one.
 */
export type LongPart = { readonly name: string; readonly what: string; readonly program: string; readonly args: readonly string[] }

export const longParts: readonly LongPart[] = [
  { name: 'exploit-page', what: '100,000 bent messages from page to engine', program: 'test/exploit/main.ts', args: ['page', '--count', '100000'] },
  { name: 'exploit-drivers', what: '100,000 between drivers and engine', program: 'test/exploit/main.ts', args: ['drivers', '--count', '100000'] },
  { name: 'exploit-hq', what: '100,000 from till to HQ', program: 'test/exploit/main.ts', args: ['hq', '--count', '100000'] },
  { name: 'exploit-console', what: '100,000 to the console', program: 'test/exploit/main.ts', args: ['console', '--count', '100000'] },
  { name: 'exploit-events', what: '100,000 bent sales, rightly signed', program: 'test/exploit/main.ts', args: ['events', '--count', '100000'] },
  { name: 'fuzz-scan', what: '1,000,000 random and mutated inputs for each decoder of scans', program: 'test/long/fuzz-scan.ts', args: ['--count', '1000000'] },
  { name: 'reference', what: '20,000 programmes and baskets against the second implementation', program: 'test/reference/run.ts', args: ['--count', '20000'] },
  { name: 'power-cuts', what: '100,000 states of a disk after a power cut', program: 'test/disk/run-power-cuts.ts', args: ['--count', '100000'] },
  { name: 'kills', what: '10,000 kills of a till', program: 'test/kills/run-kills.ts', args: ['--count', '10000'] },
  { name: 'sim', what: '2,000 seeds of the simulation, 100 steps each', program: 'test/sim/main.ts', args: ['--seeds', '2000', '--steps', '100'] },
  { name: 'sim-everywhere', what: 'a till dies at every single statement of a sale and its way to HQ', program: 'test/sim/main.ts', args: ['--everywhere', 'till'] },
  { name: 'sim-everywhere-hq', what: 'HQ dies at every single statement of a push and a page', program: 'test/sim/main.ts', args: ['--everywhere', 'hq'] },
]
