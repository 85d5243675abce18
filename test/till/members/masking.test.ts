import { expect, it } from 'vitest'
import { maskName, maskPhone } from '../../../src/till/members/masking.ts'

it.each([
  ['陈小满', '陈*满'],
  ['王芳', '王*'],
  ['王', '王'],
  ['欧阳小明', '欧**明'],
  ['Amy Wong', 'A** W***'],
  ['', ''],
])('name %s', (name, masked) => expect(maskName(name)).toBe(masked))

it.each([
  ['13800005127', '138****5127'],
  ['+8613800005127', '+86*******5127'],
  ['55500100', '****0100'],
  ['5127', '**27'],
  ['1', '1'],
])('phone %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked))
