import { describe, expect, it } from 'vitest'
import { bindings, capOf, commandOf, isFieldsOwn, type PressFacts } from '../../src/renderer/keys/commands.ts'

const press = (key: string, code: string, modifiers: Partial<PressFacts> = {}): PressFacts => ({ key, code, altKey: false, ctrlKey: false, metaKey: false, ...modifiers })

describe('keys', () => {
  it.each([
    ['F1', 'help'],
    ['F2', 'member'],
    ['F9', 'member'],
    ['F3', 'coupons'],
    ['F4', 'points'],
    ['F10', 'why'],
    ['F12', 'forward'],
    ['Escape', 'back'],
    ['Enter', 'enter'],
    ['*', 'quantity'],
    ['Delete', 'remove-line'],
  ])('%s means %s, as the cashier learned it', (key, command) => expect(commandOf(press(key, key))).toBe(command))
  it('goes by the physical key with Alt, so that any layout and input method will do', () => {
    expect(commandOf(press('¡', 'Digit1', { altKey: true }))).toBe('tender-cash')
    expect(commandOf(press('Process', 'KeyR', { altKey: true }))).toBe('recent-sales')
  })
  it('leaves typing alone: AltGr, plain letters, digits, and what the system takes', () => {
    expect(commandOf(press('@', 'Digit2', { altKey: true, ctrlKey: true }))).toBeNull()
    expect(commandOf(press('r', 'KeyR'))).toBeNull()
    expect(commandOf(press('1', 'Digit1'))).toBeNull()
    expect(commandOf(press('F4', 'F4', { altKey: true }))).toBeNull()
    expect(commandOf(press('F2', 'F2', { metaKey: true }))).toBeNull()
  })
  it('lets a field have what a person types in it', () => {
    expect(['quantity', 'one-more', 'one-less', 'remove-line'].map((command) => isFieldsOwn(command as 'quantity'))).toEqual([true, true, true, true])
    expect(['forward', 'back', 'enter', 'tender-card', 'line-up'].map((command) => isFieldsOwn(command as 'forward'))).toEqual([false, false, false, false, false])
  })
  it('gives no press two meanings', () => {
    const all = bindings.flatMap(({ presses }) => presses.map((each) => JSON.stringify([each.key ?? null, each.code ?? null, each.alt ?? false, each.ctrl ?? false])))
    expect(all.filter((each, place) => all.indexOf(each) !== place)).toEqual([])
  })
  it('shows on the cap what is set: remapping changes both', () => {
    expect([capOf('forward'), capOf('tender-cash'), capOf('clear-basket')]).toEqual(['F12', 'Alt 1', 'Ctrl Del'])
    const remapped = [{ command: 'forward' as const, presses: [{ key: 'F8' }], cap: 'F8' }]
    expect([capOf('forward', remapped), commandOf(press('F8', 'F8'), remapped)]).toEqual(['F8', 'forward'])
  })
  it('every binding has a cap', () => expect(bindings.filter(({ cap }) => cap === '')).toEqual([]))
})
