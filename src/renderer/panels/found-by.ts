/**
 * What a cashier typed to find a member, by its shape: eleven digits are a phone, four to six are its end, anything
 * else is a name (characters, pinyin or initials).
 */
export type QueryKind = 'empty' | 'phone' | 'phone-tail' | 'pinyin' | 'characters' | 'card'

export function queryKind(typed: string): QueryKind {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '')
  if (plain === '') return 'empty'
  if (/^\+?\d+$/.test(plain)) return plain.length >= 13 ? 'card' : plain.length >= 7 ? 'phone' : 'phone-tail'
  return /^[a-z']+$/i.test(plain) ? 'pinyin' : 'characters'
}

/** How the contract calls it. A card number is scanned or typed as a code, never found like a name. */
export function foundByOf(kind: QueryKind): 'phone' | 'phone-tail' | 'name' {
  if (kind === 'phone' || kind === 'phone-tail') return kind
  return 'name'
}
