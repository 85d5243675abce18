import axe from 'axe-core'
import type { Page } from '@playwright/test'

/**
 * Looking at a page as numbers: targets of 48 px at least, nothing cut off, nothing over the edge, and axe's findings.
 * Works on any page of the till, in the preview as in the real window.
 */
export type LookFinding = { readonly what: 'small-target' | 'cut-off' | 'off-screen' | 'overlap' | 'axe'; readonly where: string; readonly detail: string }

export const TARGET_PX_MIN = 48

/** Sizes of the window that the till is made for. */
export const windowSizes = [
  { width: 1024, height: 768 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const

/** Rules that a picture of the till is held to: WCAG 2.2 A and AA. */
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Everything that is wrong with what the page shows now. Empty is good. */
export async function look(page: Page): Promise<readonly LookFinding[]> {
  return [...(await measureBoxes(page)), ...(await runAxe(page))]
}

/** axe in the page. Under a strict content security policy the source is evaluated by the debugger, not by the page. */
export async function runAxe(page: Page): Promise<readonly LookFinding[]> {
  await page.evaluate(axe.source)
  const results = await page.evaluate(async (tags) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run
    return run(document, { runOnly: { type: 'tag', values: tags } })
  }, axeTags)
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => ({ what: 'axe' as const, where: node.target.join(' '), detail: `${violation.id}: ${node.any[0]?.message ?? violation.help}` })),
  )
}

/** Measures every target and every piece of text. */
export async function measureBoxes(page: Page): Promise<readonly LookFinding[]> {
  return page.evaluate(findInPage, TARGET_PX_MIN)
}

/** Runs in the page: it may use nothing from this module. */
function findInPage(targetPxMin: number): LookFinding[] {
  const findings: LookFinding[] = []
  const nameOf = (element: Element): string => `${element.tagName.toLowerCase()} ${element.textContent.trim().slice(0, 40)} ${element.getAttribute('aria-label') ?? ''}`.trim()
  const isForReadersOnly = (element: Element): boolean => {
    for (let each: Element | null = element; each !== null; each = each.parentElement) if (/inset\(50%/.test(getComputedStyle(each).clipPath)) return true
    return false
  }
  const isShown = (element: Element): boolean => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !isForReadersOnly(element)
  const within = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1
  const clipsOf = (element: Element): { readonly clip: DOMRect; readonly scrolls: boolean }[] => {
    const clips = []
    for (let each: Element | null = element; each !== null && each !== document.documentElement; each = each.parentElement) {
      const style = getComputedStyle(each)
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
      clips.push({ clip: each.getBoundingClientRect(), scrolls: /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`) })
    }
    return clips
  }
  const isScrolledAway = (element: Element, box: DOMRect): boolean => clipsOf(element).some(({ clip, scrolls }) => scrolls && !within(box, clip))
  const mayEllipsize = (element: Element): boolean => element.closest('*') !== null && [element, element.parentElement].some((each) => each !== null && getComputedStyle(each).textOverflow === 'ellipsis')

  const targets = 'button, input:not([type=hidden]), [role=option], [role=button], a[href]'
  for (const target of document.querySelectorAll(targets)) {
    if (!isShown(target)) continue
    const box = (target.closest('label') !== null && target instanceof HTMLInputElement ? (target.parentElement ?? target) : target).getBoundingClientRect()
    if (box.width < 2 || isScrolledAway(target, box)) continue
    if (box.width < targetPxMin - 0.5 || box.height < targetPxMin - 0.5) findings.push({ what: 'small-target', where: nameOf(target), detail: `${Math.round(box.width)} × ${Math.round(box.height)}` })
    if (!within(box, new DOMRect(0, 0, innerWidth, innerHeight))) findings.push({ what: 'off-screen', where: nameOf(target), detail: `${Math.round(box.left)}, ${Math.round(box.top)} to ${Math.round(box.right)}, ${Math.round(box.bottom)}` })
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const element = node.parentElement
    if (element === null || (node.textContent ?? '').trim() === '' || !isShown(element)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width < 1 || box.height < 1) continue
    if (isScrolledAway(element, box) || mayEllipsize(element)) continue
    const cutBy = clipsOf(element).find(({ clip, scrolls }) => !scrolls && !within(box, clip))
    if (cutBy !== undefined) findings.push({ what: 'cut-off', where: nameOf(element), detail: `${Math.round(box.right - cutBy.clip.right)} right, ${Math.round(box.bottom - cutBy.clip.bottom)} below` })
    else if (!within(box, new DOMRect(0, 0, innerWidth, innerHeight))) findings.push({ what: 'off-screen', where: nameOf(element), detail: `to ${Math.round(box.right)}, ${Math.round(box.bottom)}` })
    const key = element.closest('button')
    if (key !== null && !within(box, key.getBoundingClientRect())) findings.push({ what: 'overlap', where: nameOf(key), detail: `text ${Math.round(box.width)} × ${Math.round(box.height)} in ${Math.round(key.clientWidth)} × ${Math.round(key.clientHeight)}` })
  }
  return findings
}
