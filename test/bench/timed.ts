/** Milliseconds by the clock that something took. */
export function timed(work: () => unknown): number {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

/**
 * What this thread has computed so far, in milliseconds. Kernels count it in ticks: only sums over much work mean
 * something. On a busy machine it is what a quiet one would have taken.
 */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
