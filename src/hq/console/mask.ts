import { surnameOf } from '../../journal/name-keys.ts'

/** A name as a screen that others can read may show it: the surname and the last character ("陈*满", "李*", "J. Smith" as "*Smith"). */
export function maskName(name: string): string {
  const trimmed = name.trim()
  const surname = surnameOf(trimmed)
  if (!trimmed.startsWith(surname)) return `*${surname}`
  const given = [...trimmed.slice(surname.length)]
  return given.length > 1 ? `${surname}*${given.at(-1) ?? ''}` : `${surname}*`
}

/** "138****5127". */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? `****${phone.slice(-2)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
