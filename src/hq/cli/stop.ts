/**
 * An end that the person can do something about: one line, an exit code, no stack.
 * 1 refused, 2 bad input or usage, 3 something is missing here (packages, a folder, data in use).
 */
export class Stop extends Error {
  readonly exitCode: 1 | 2 | 3
  constructor(exitCode: 1 | 2 | 3, line: string) {
    super(line)
    this.name = 'Stop'
    this.exitCode = exitCode
  }
}
