import type { printCalls, PrinterView } from '../../src/contract/print-calls.ts'
import { printerSetting } from '../../src/contract/printer-setting.ts'
import { err, ok, type Result } from '../../src/contract/result.ts'
import type { Input } from '../../src/contract/serve.ts'

/** A network printer that has run out of paper, with two papers waiting. */
export function fakePrinting(): { [N in keyof typeof printCalls]: (input: Input<N>) => Result<unknown, { code: string }> } {
  let view: PrinterView = {
    setting: printerSetting.parse({ connection: { kind: 'tcp', host: '192.168.1.50' }, columns: 32, drawer: { pin: 2 } }),
    ...{ problem: 'paper-out', problemDetail: '', paperNearEnd: false, lookedAtMs: 0 },
    waiting: [
      { jobId: 1, what: 'sale-receipt', reprint: false, state: 'queued', problem: 'paper-out', createdAtMs: 0 },
      { jobId: 2, what: 'why-slip', reprint: true, state: 'queued', problem: null, createdAtMs: 0 },
    ],
  }
  return {
    'print.add': () => (view.setting === null ? err({ code: 'no_printer' }) : ok({ jobId: 3, reprint: true })),
    'print.preview': ({ what }) => ok({ svg: fakePaper(what.kind), missing: [], title: { en: what.kind } }),
    'print.pdf': () => ok({ path: '/home/till/Downloads/test.pdf' }),
    'print.giveUp': ({ jobId }) => ok((view = { ...view, waiting: view.waiting.filter((job) => job.jobId !== jobId) })),
    'printer.look': () => ok(view),
    'printer.get': () => ok(view),
    'printer.set': ({ setting }) => ok((view = { ...view, setting: setting === null ? null : printerSetting.parse(setting), problem: null, waiting: [] })),
    'printer.drawer': () => ok({ problem: 'unreachable' }),
  }
}

/** About the shape of a paper; the real one is made by the engine. */
function fakePaper(kind: string): string {
  const rows = Array.from({ length: 14 }, (_, row) => `<text x="16" y="${120 + row * 28}">${'123456789 '.repeat(3)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="384" height="540" viewBox="0 0 384 540" font-size="22" font-family="Noto Sans CJK SC, monospace"><rect width="384" height="540" fill="#fff"/><text x="192" y="50" text-anchor="middle" font-size="34">学府路店</text><text x="192" y="84" text-anchor="middle">${kind}</text>${rows.join('')}</svg>`
}
