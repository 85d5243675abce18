import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { createRoot } from 'react-dom/client'
import { CashierWindow } from './cashier-window.tsx'
import { windowKind } from './window-kind.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

/** One bundle, several windows: `?window=` says which. The customer's display joins here. */
switch (windowKind(location.search)) {
  case 'cashier':
    createRoot(root).render(<CashierWindow bridge={window.till} />)
}
