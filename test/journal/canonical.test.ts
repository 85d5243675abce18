import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../src/journal/canonical.ts'

/** RFC 8785, compared with the library that its author keeps. */
const seed = 8785

test('writes whatever JSON can hold as the RFC does', () => {
  const texts = fc.string({ unit: 'binary' })
  const plain = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 5 }, texts, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
    list: fc.array(tie('any'), { maxLength: 6 }),
    object: fc.dictionary(fc.oneof(texts, fc.constantFrom('1', '10', '9', 'a', 'A', '_', 'é', '积分', 'toString')), tie('any'), { maxKeys: 8 }),
  }))
  fc.assert(
    fc.property(plain.any, (some) => {
      const text = canonicalJson(some)
      expect(text).toBe(canonicalize(some))
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
    { seed, numRuns: 2_000 },
  )
})

test.each([
  ['keys in the order of their code units', { b: 1, a: 2, é: 3, '10': 4, '9': 5, A: 6, '\u{1f600}': 7, 'ﬀ': 8 }, '{"10":4,"9":5,"A":6,"a":2,"b":1,"é":3,"\u{1f600}":7,"ﬀ":8}'],
  ['what is undefined is left out', { a: undefined, b: [undefined, 1] }, '{"b":[null,1]}'],
  ['numbers as ECMAScript writes them', [1e21, 1e-7, -0, 0.1, 100, 333333333.3333333], '[1e+21,1e-7,0,0.1,100,333333333.3333333]'],
  ['controls, quotation marks and what needs no escape', '\u0000\u001f"\\/\u007f\u2028', '"\\u0000\\u001f\\"\\\\/\u007f\u2028"'],
])('%s', (_what, plain, text) => {
  expect(canonicalJson(plain)).toBe(text)
  expect(canonicalize(plain)).toBe(text)
})

test.each([
  ['NaN', Number.NaN],
  ['Infinity', [Number.POSITIVE_INFINITY]],
  ['a lone surrogate', { a: 'x\ud800' }],
  ['a lone surrogate in a key', { '\udc00': 1 }],
  ['a function', { a: () => 1 }],
  ['a bigint', [1n]],
  ['an object that writes itself', { at: new Date(0) }],
  ['nothing', undefined],
])('refuses %s', (_what, plain) => {
  expect(() => canonicalJson(plain)).toThrow(/no (canonical )?JSON/)
})

test('refuses a cycle', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = [cycle]
  expect(() => canonicalJson(cycle)).toThrow('cycle')
})
