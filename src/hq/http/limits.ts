/** Tries a minute and address at the doors that need no key; a process counts its own. */
export type RouteLimits = { readonly enrolPerMinute: number; readonly sessionPerMinute: number; readonly loginPerMinute: number }

/** A store's tills may come back all at once; a guesser must not get far. */
export const ROUTE_LIMITS: RouteLimits = { enrolPerMinute: 20, sessionPerMinute: 300, loginPerMinute: 10 }
