import { useView } from '../state/view.ts'
import { DevicesPanel } from '../devices/devices-panel.tsx'
import { ReturnPanel } from '../returns/return-panel.tsx'
import { Why } from '../why/why.tsx'
import { OpenShiftPanel } from '../shift/open-shift-panel.tsx'
import { CashMovesPanel } from '../shift/cash-moves-panel.tsx'
import { ShiftPanel } from '../shift/shift-panel.tsx'
import { DeskMenu } from '../staff/desk-menu.tsx'
import { DiscountPanel, PricePanel } from '../staff/price-panels.tsx'
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
    case 'desk-menu':
      return <DeskMenu />
    case 'open-shift':
      return <OpenShiftPanel />
    case 'cash-moves':
      return <CashMovesPanel />
    case 'price':
      return <PricePanel lineId={panel.lineId} />
    case 'discount':
      return <DiscountPanel />
    case 'shift':
      return <ShiftPanel />
  }
}
