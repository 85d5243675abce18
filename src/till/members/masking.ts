import { hasHan } from '../../journal/name-keys.ts'

/** "陈小满" → "陈*满", "王芳" → "王*", "Amy Wong" → "A** W***": enough to tell namesakes apart, not to know her. */
export function maskName(name: string): string {
  const trimmed = name.trim()
  if (!hasHan(trimmed)) return trimmed.split(/\s+/).map(maskWord).join(' ')
  const characters = [...trimmed]
  const [first = ''] = characters
  const last = characters.length > 2 ? (characters.at(-1) ?? '') : ''
  return first + '*'.repeat(Math.max(0, characters.length - (last === '' ? 1 : 2))) + last
}

function maskWord(word: string): string {
  const characters = [...word]
  return (characters[0] ?? '') + '*'.repeat(Math.max(0, characters.length - 1))
}

/** "13800005127" → "138****5127"; of a short number only the end is shown. */
export function maskPhone(phone: string): string {
  const characters = [...phone]
  const head = characters.length >= 11 ? 3 : 0
  const tail = characters.length >= 8 ? 4 : Math.min(2, characters.length)
  const hidden = Math.max(0, characters.length - head - tail)
  return characters.slice(0, head).join('') + '*'.repeat(hidden) + characters.slice(characters.length - tail).join('')
}
