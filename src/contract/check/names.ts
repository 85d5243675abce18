import type { Language, LocalText, Programme } from '../../domain/programme.ts'
import { warning } from './finding.ts'
import type { Finding } from './finding.ts'

const LANGUAGES: readonly Language[] = ['zh-Hans', 'zh-Hant', 'en']

/** Names and texts that are missing in a language: customers would read another one. */
export function nameFindings(programme: Programme): Finding[] {
  const texts: [path: string, text: LocalText][] = [['name', programme.name]]
  programme.tiers.levels.forEach((level, index) => {
    const path = `tiers.levels[${index}]`
    texts.push([`${path}.name`, level.name])
    level.benefits.forEach(({ text }, at) => texts.push([`${path}.benefits[${at}].text`, text]))
  })
  programme.promotions.forEach(({ name }, index) => texts.push([`promotions[${index}].name`, name]))
  programme.coupons.forEach(({ name }, index) => texts.push([`coupons[${index}].name`, name]))
  programme.gifts.forEach(({ name }, index) => texts.push([`gifts[${index}].name`, name]))
  return texts.flatMap(([path, text]) => {
    const missing = LANGUAGES.filter((language) => (text[language] ?? '').trim() === '')
    return missing.length === 0 ? [] : [warning(path, `is missing in ${missing.join(', ')}`)]
  })
}
