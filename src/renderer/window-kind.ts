/** Which of the till's windows a page is. */
export const windowKinds = ['cashier'] as const
export type WindowKind = (typeof windowKinds)[number]

/** @param search `location.search`; without `window=` it is the cashier's. */
export function windowKind(search: string): WindowKind {
  const asked = new URLSearchParams(search).get('window')
  return windowKinds.find((kind) => kind === asked) ?? 'cashier'
}
