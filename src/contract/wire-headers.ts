/**
 * What a till tells about itself beside its requests, for HQ's list of tills: all optional, none is ever a reason to
 * refuse a request.
 */
export const tillHeaders = {
  /** The program's version, such as "1.4.2". */
  version: 'x-tillpoint-version',
  /** Events that wait to be sent. */
  queuedEvents: 'x-tillpoint-queued',
  /** The till's wall clock when it sent the request, in milliseconds: HQ shows by how much it is off. */
  wallClockMs: 'x-tillpoint-clock',
} as const
