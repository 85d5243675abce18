import { describe, expect, it } from 'vitest'
import { nameKeys, surnameOf, syllablesOf } from '../../src/journal/name-keys.ts'

describe('nameKeys', () => {
  it.each([
    ['陈小满', ['chen', 'cxm', 'xm']],
    ['陳小滿', ['chen', 'cxm', 'xm']],
    ['欧阳锋', ['ouyang', 'oyf', 'f']],
    ['单晓', ['shan', 'sx', 'x']],
    ['吕布', ['lv', 'lb', 'b']],
    ['王', ['wang', 'w']],
    ['Amy Wong', ['wong', 'aw', 'a']],
    ['Zoë', ['zoe', 'z']],
    ['', []],
    ['   ', []],
  ])('%s', (name, keys) => {
    expect(nameKeys(name)).toEqual(keys)
  })

  it('never gives the given name away', () => {
    expect(nameKeys('陈小满').some((key) => key.includes('xiaoman'))).toBe(false)
  })
})

describe('surnameOf', () => {
  it.each([
    ['陈小满', '陈'],
    ['欧阳锋', '欧阳'],
    ['欧阳', '欧'],
    ['Amy Wong', 'Wong'],
  ])('%s', (name, surname) => {
    expect(surnameOf(name)).toBe(surname)
  })
})

it('reads a name syllable by syllable', () => {
  expect(syllablesOf('诸葛小明')).toEqual({
    surname: ['zhu', 'ge'],
    given: ['xiao', 'ming'],
    written: ['zhu', 'ge', 'xiao', 'ming'],
  })
})
