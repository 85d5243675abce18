import type { MemberAddress } from '../../contract/desk-state.ts'
import type { TillText } from '../texts.ts'

/** How she is spoken to on the till: "陈女士", "Ms Chen"; without a known title her masked name, without that "member". */
export function addressOf(member: { readonly displayName: string; readonly address: MemberAddress }, text: TillText): string {
  const { title, surname, surnameLatin } = member.address
  if (title !== null && surname !== '') return text(`member.address.${title}`, { surname, latin: surnameLatin === '' ? surname : surnameLatin })
  return member.displayName === '' ? text('member.unnamed') : member.displayName
}
