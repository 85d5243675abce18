import type { LocalizedText } from './primitives.ts'

/** How a rule is called in front of people. */
export type RuleName = { readonly id: string; readonly name: LocalizedText }
