import type { ReactNode } from 'react'
import css from './icon.module.css'

/**
 * The drawn icons: 24 grid, stroke 1.75, round ends, no fill. An icon never stands alone as the only sign of a state;
 * words are beside it, so all are hidden from screen readers.
 */
const drawings = {
  check: <><path d="M5 12.5l4.5 4.5L19 7" /></>,
  barcode: <><path d="M4 6v12M7 6v12M10 6v9M13 6v12M16 6v9M20 6v12" /></>,
  done: <><circle cx="12" cy="12" r="9" /><path d="M8 12.3l2.8 2.8L16.2 9.5" /></>,
  online: <><path d="M4 18v-3M9.3 18v-6M14.7 18V9M20 18V5" /></>,
  offline: <><path d="M4 18v-3M9.3 18v-6M14.7 18v-3M20 18V9M4 4l16 16" /></>,
  refused: <><path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z" /><path d="M12 8v5M12 16v.2" /></>,
  stop: <><path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z" /><rect x="9" y="9" width="6" height="6" /></>,
  globe: <><circle cx="12" cy="12" r="9" /><path d="M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18" /></>,
  memberCard: <><rect x="3" y="5.5" width="18" height="13" rx="2" /><circle cx="8.5" cy="11" r="2" /><path d="M5.5 15.5c.8-1.6 5.2-1.6 6 0M14.5 10.5h4M14.5 13.5h4" /></>,
  cash: <><rect x="3" y="6.5" width="18" height="11" rx="1.5" /><circle cx="12" cy="12" r="2.5" /><path d="M6 9.5v.1M18 14.5v.1" /></>,
  wallet: <><rect x="3" y="7" width="18" height="12" rx="2" /><path d="M3 9.5L16 4v3M15.5 13h5.5" /></>,
  bankCard: <><rect x="3" y="5.5" width="18" height="13" rx="2" /><path d="M3 10h18M6.5 15h4" /></>,
  giftCard: <><rect x="3" y="6" width="18" height="12.5" rx="2" /><path d="M3 11h18M8 6v12.5M8 11l-3 3M8 11l3 3" /></>,
  points: <><circle cx="12" cy="12" r="8.5" /><circle cx="12" cy="12" r="2.5" fill="currentColor" /></>,
  flag: <><path d="M6 21V4M6 5h11l-2.5 3.5L17 12H6" /></>,
  coupon: <><path d="M3 7h18v3.2a1.9 1.9 0 0 0 0 3.6V17H3v-3.2a1.9 1.9 0 0 0 0-3.6z" /><path d="M14.5 7v2M14.5 11v2M14.5 15v2" /></>,
  calendar: <><rect x="4" y="5.5" width="16" height="14.5" rx="1.5" /><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4" /></>,
  warning: <><path d="M12 4l9 16H3z" /><path d="M12 10v4.5M12 17.3v.2" /></>,
  shield: <><path d="M12 3.5l7.5 2.8v5.2c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V6.3z" /><path d="M8.8 12l2.3 2.3 4.2-4.5" /></>,
  hourglass: <><path d="M7 3.5h10M7 20.5h10M8 3.5c0 5 8 5.5 8 8.5s-8 3.5-8 8.5M16 3.5c0 5-8 5.5-8 8.5" /></>,
  tag: <><path d="M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5z" /><circle cx="8" cy="8" r="1.3" /></>,
  right: <><path d="M9 5.5l6.5 6.5L9 18.5" /></>,
  left: <><path d="M15 5.5L8.5 12l6.5 6.5" /></>,
  close: <><path d="M6 6l12 12M18 6L6 18" /></>,
  lock: <><rect x="5" y="11" width="14" height="9" rx="1.5" /><path d="M8 11V8a4 4 0 0 1 8 0v3" /></>,
  document: <><path d="M5 4h14v16H5zM8.5 9h7M8.5 12.5h7M8.5 16h4" /></>,
  help: <><circle cx="12" cy="12" r="9" /><path d="M9.5 9.5c.2-3 5-3 5 0 0 2-2.5 2-2.5 4M12 16.8v.2" /></>,
  info: <><circle cx="12" cy="12" r="9" /><path d="M12 11v5.5M12 7.6v.2" /></>,
  search: <><circle cx="10.5" cy="10.5" r="6" /><path d="M15 15l5.5 5.5" /></>,
  badge: <><rect x="5" y="6" width="14" height="15" rx="2" /><path d="M10 6V3.5h4V6" /><circle cx="12" cy="12" r="2" /><path d="M8.5 17.5c.7-2 6.3-2 7 0" /></>,
  drawer: <><rect x="3" y="8" width="18" height="10" rx="1.5" /><path d="M3 13h18M10.5 15.5h3" /></>,
  play: <><path d="M8 5l11 7-11 7z" /></>,
  plus: <><path d="M12 5v14M5 12h14" /></>,
  minus: <><path d="M5 12h14" /></>,
  people: <><circle cx="9" cy="8.5" r="3" /><path d="M3.5 19c.5-3.5 2.7-5 5.5-5s5 1.5 5.5 5M15 6a3 3 0 0 1 0 5.5M17 14.5c2 .6 3.2 2 3.5 4.5" /></>,
  person: <><circle cx="12" cy="8" r="3.5" /><path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" /></>,
  clock: <><circle cx="12" cy="12" r="9" /><path d="M12 7v5.3l3.5 2" /></>,
  receipt: <><path d="M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4z" /><path d="M9 8h6M9 11.5h6" /></>,
  printer: <><path d="M7 9V4h10v5M7 16H4V9h16v7h-3" /><rect x="7" y="13" width="10" height="7" /></>,
  undo: <><path d="M5 5v5h5M5.5 10A8 8 0 1 1 4 14" /></>,
  exchange: <><path d="M5 9h13l-3.5-3.5M19 15H6l3.5 3.5" /></>,
  box: <><path d="M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8" /></>,
  store: <><path d="M4 10v10h16V10M3 10l2-6h14l2 6c0 2-3 2.5-4.5.8C15 12.5 13 12.5 12 10.8 11 12.5 9 12.5 7.5 10.8 6 12.5 3 12 3 10zM10 20v-5h4v5" /></>,
  upload: <><path d="M12 16V5M7.5 9.5L12 5l4.5 4.5M5 19h14" /></>,
  chart: <><path d="M4 20h16M7 20v-7M12 20V6M17 20v-10" /></>,
  keyboard: <><rect x="3" y="6" width="18" height="12" rx="2" /><path d="M7 10v.1M12 10v.1M17 10v.1M8 14h8" /></>,
  contrast: <><circle cx="12" cy="12" r="9" /><path d="M12 3v18M12 3a9 9 0 0 1 0 18" fill="currentColor" /></>,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings
export const iconNames = Object.keys(drawings) as readonly IconName[]

/** @param props.size `m` 1.5 em (default), `s` 1.25 em, `l` fixed 30 px for the scan line. */
export function Icon({ name, size = 'm' }: { readonly name: IconName; readonly size?: 's' | 'm' | 'l' }) {
  return (
    <svg className={css[size]} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {drawings[name]}
    </svg>
  )
}

/** The sign of the product: a till seen from the front, with one point. */
export function Mark() {
  return (
    <svg className={css['mark']} viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <rect x="2" y="3" width="18" height="5" rx="1" fill="currentColor" />
      <circle className={css['point']} cx="11" cy="15" r="4" />
    </svg>
  )
}
