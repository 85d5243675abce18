/** The console's pages, in the order of the menu. */
export const views = ['today', 'sales', 'members', 'rules', 'products', 'tills', 'differences'] as const
export type View = (typeof views)[number]

/** The page that the address names (`#members`), so that a reload and the back key stay where they were. */
export function viewOf(hash: string): View {
  return views.find((view) => view === hash.replace(/^#/, '')) ?? 'today'
}
