import type { Page } from '@playwright/test'

/** What stands in the page: `Probe.arm` and its result. Times are the page's, in milliseconds. */
type Painted = { readonly keyMs: number; readonly paintedMs: number }
type Probe = { arm(selector: string, text: string): void; painted: Promise<Painted | null> | null }
type Probed = Window & { probe: Probe }

/**
 * Listens to keys before the page does and looks at the screen after it: from a key's own time stamp to the moment at
 * which a picture with the result has been handed to the screen. To be put in before the page is loaded.
 */
export async function addProbe(page: Page): Promise<void> {
  await page.addInitScript(installProbe)
  await page.reload()
}

/**
 * Milliseconds from the last Enter or F12 of `act` to a picture that shows `text` inside `selector`.
 * @returns null when there was none within five seconds
 */
export async function untilPainted(page: Page, sought: { readonly selector: string; readonly text: string }, act: () => Promise<void>): Promise<number | null> {
  await page.evaluate(({ selector, text }) => (window as unknown as Probed).probe.arm(selector, text), sought)
  await act()
  const seen = await page.evaluate(() => (window as unknown as Probed).probe.painted)
  return seen === null ? null : seen.paintedMs - seen.keyMs
}

/** Runs in the page: it may use nothing from this module. */
function installProbe(): void {
  const PATIENCE_MS = 5_000
  let lastKeyMs = 0
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' || event.key === 'F12') lastKeyMs = event.timeStamp
    },
    { capture: true },
  )
  const afterPaint = (act: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => act()
      port2.postMessage(null)
    })
  }
  const probe: Probe = {
    painted: null,
    arm(selector, text) {
      probe.painted = new Promise((resolve) => {
        const isThere = (): boolean => [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text))
        const observer = new MutationObserver(() => {
          if (!isThere()) return
          observer.disconnect()
          const keyMs = lastKeyMs
          afterPaint(() => resolve({ keyMs, paintedMs: performance.now() }))
        })
        setTimeout(() => {
          observer.disconnect()
          resolve(null)
        }, PATIENCE_MS)
        observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true })
      })
    },
  }
  ;(window as unknown as Probed).probe = probe
}
