import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { CashierWindow } from './cashier-window.tsx'
import { windowKind, type WindowKind } from './window-kind.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

/** One bundle, several windows: `?window=` says which. The customer's display joins here. */
const windows: Record<WindowKind, () => ReactNode> = {
  cashier: () => <CashierWindow bridge={window.till} />,
}
createRoot(root).render(windows[windowKind(location.search)]())
