/** One thing that `check` has to say about a programme; `path` is as in `promotions[0].effect.multiplier`. */
export interface Finding {
  readonly level: 'warning' | 'error'
  readonly path: string
  readonly problem: string
}

export function warning(path: string, problem: string): Finding {
  return { level: 'warning', path, problem }
}

export function error(path: string, problem: string): Finding {
  return { level: 'error', path, problem }
}
