import type { RunningChild, startChild } from './child.mjs'

export type Till = {
  readonly dataFolder: string
  readonly hqUrl: string
  readonly enrolCode: string | null
  readonly application?: string
  readonly flags?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}
export function openWindow(till: Till, start: typeof startChild): Promise<{ readonly child: RunningChild; readonly isReady: boolean }>
