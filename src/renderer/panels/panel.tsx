import { useView } from '../state/view.ts'
import { Why } from '../why/why.tsx'
import { CouponsPanel } from './coupons-panel.tsx'
import { FindMember } from './find-member.tsx'
import { FindProduct } from './find-product.tsx'
import { Help } from './help.tsx'
import { PointsPanel } from './points-panel.tsx'
import { QuantityPanel } from './quantity-panel.tsx'
import { RecentSales } from './recent-sales.tsx'

/** The question that is open, in its column. */
export function PanelInColumn() {
  const panel = useView((view) => view.panel)
  switch (panel.kind) {
    case 'none':
      return null
    case 'why':
      return <Why />
    case 'points':
      return <PointsPanel />
    case 'coupons':
      return <CouponsPanel />
    case 'quantity':
      return <QuantityPanel of={panel.of} />
    case 'find-member':
      return <FindMember firstTyped={panel.typed} />
    case 'find-product':
      return <FindProduct />
    case 'recent-sales':
      return <RecentSales />
    case 'help':
      return <Help />
  }
}
