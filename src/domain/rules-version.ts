/** Names the arithmetic that a sale was computed with; rises when the same inputs may give other numbers. */
export const RULES_VERSION = '1'
