/** Exit codes of the command line: fine; refused or different; bad input or usage; something is missing here. */
export type ExitCode = 0 | 1 | 2 | 3

/** Takes one line, without its end. Contract output is printed to standard output, everything else to standard error. */
export type Print = (line: string) => void

/** A command of `tillpoint`: `args` is what follows its name; paths in it are relative to the working folder. */
export type RunCommand = (args: readonly string[], print: Print, complain: Print) => Promise<ExitCode>

export interface Command {
  readonly usage: string
  /** Loaded when it is called, so that quoting does not wait for the database. */
  readonly load: () => Promise<RunCommand>
}
