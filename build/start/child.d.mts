export type RunningChild = {
  readonly pid: number | undefined
  readonly ended: Promise<number>
  untilLine(pattern: RegExp): Promise<RegExpExecArray | null>
  errors(): string
  stop(patienceMs: number): Promise<void>
}
export type ChildOptions = {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly user?: string
  readonly isNoise?: (line: string) => boolean
  readonly pass?: (line: string, stream: 'stdout' | 'stderr') => void
}
export function startChild(command: readonly string[], options: ChildOptions): RunningChild
