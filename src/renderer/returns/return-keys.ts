import type { Handlers } from '../keys/layers.ts'

const nothing = (): void => undefined

/** Keys of the sale underneath that mean nothing while a return is on screen: they must not reach it. */
export const keysOfTheSale: Handlers = {
  forward: nothing,
  enter: nothing,
  'use-max': nothing,
  points: nothing,
  coupons: nothing,
  quantity: nothing,
  'remove-line': nothing,
  'clear-basket': nothing,
  'line-up': nothing,
  'line-down': nothing,
  'one-more': nothing,
  'one-less': nothing,
  'tender-cash': nothing,
  'tender-wallet': nothing,
  'tender-card': nothing,
  'tender-stored': nothing,
  'tender-gift-card': nothing,
  'best-1': nothing,
  'best-2': nothing,
  'best-3': nothing,
  'choice-before': nothing,
  'choice-after': nothing,
  'line-price': nothing,
  discount: nothing,
  why: nothing,
  character: nothing,
}
