/**
 * One step of an explanation: what was computed, from what, by which rule. Data with message keys, no prose: the
 * interface turns `key` and `params` into a sentence in the cashier's language.
 */
export interface ExplainNode {
  /** Path of the node, as "due/line:0/offer:member-day". Names rules, never their position, so it survives edits. */
  readonly id: string
  /** Message key, as "explain.lineOffer". */
  readonly key: string
  readonly params: Readonly<Record<string, ExplainParam>>
  /** Promotion id, coupon code, `tier` or `member-price`; null where no rule of the programme's lists is at work. */
  readonly ruleId: string | null
  readonly result: ExplainResult
  /** How the children make the result: `sum`, or the step that stands between. */
  readonly join: ExplainJoin
  readonly children: readonly ExplainNode[]
}

export type ExplainParam = string | number | boolean | null

export type ExplainResult =
  | { readonly kind: 'minor'; readonly resultMinor: number }
  | { readonly kind: 'points'; readonly resultPoints: number }
  /** Points before rounding, a fraction in lowest terms: "321/2". */
  | { readonly kind: 'exact-points'; readonly resultExact: string }
  /** A multiplier, a fraction in lowest terms. */
  | { readonly kind: 'factor'; readonly resultExact: string }
  | { readonly kind: 'none' }

/**
 * `sum`: the children add up to the result. `leaf`: computed from the params alone. `group`: children of different
 * kinds, gathered under a heading. Otherwise the children are the inputs of the named step.
 */
export type ExplainJoin = 'sum' | 'leaf' | 'group' | 'product' | 'rounding' | 'cap' | 'choice'
