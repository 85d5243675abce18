import { useView } from '../state/view.ts'
import { DevicesPanel } from '../devices/devices-panel.tsx'
import { ReturnPanel } from '../returns/return-panel.tsx'
import { Why } from '../why/why.tsx'
import { CouponsPanel } from './coupons-panel.tsx'
import { GiftCardPanel } from '../gift-cards/gift-card-panel.tsx'
import { FindMember } from './find-member.tsx'
import { FindProduct } from './find-product.tsx'
import { Help } from './help.tsx'
import { PayOutPanel } from './pay-out-panel.tsx'
import { PointsPanel } from './points-panel.tsx'
import { QuantityPanel } from './quantity-panel.tsx'
import { RecentSales } from './recent-sales.tsx'
import { StoredValuePanel } from './stored-value-panel.tsx'

/** The question that is open, in its column. */
export function PanelInColumn() {
  const panel = useView((view) => view.panel)
  switch (panel.kind) {
    case 'none':
      return null
    case 'why':
      return <Why about={panel.about} />
    case 'points':
      return <PointsPanel />
    case 'stored-value':
      return <StoredValuePanel />
    case 'pay-out':
      return <PayOutPanel />
    case 'gift-card':
      return <GiftCardPanel />
    case 'return':
      return <ReturnPanel />
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
    case 'devices':
      return <DevicesPanel />
  }
}
