import type { Locale } from '../../contract/primitives.ts'

/** Words of a receipt. They go to the customer in the receipt's language, whatever language the till is in. */
export type ReceiptTexts = {
  readonly receipt: string
  readonly till: string
  readonly kilogram: string
  readonly gift: string
  readonly discount: string
  readonly due: string
  readonly pointsTender: (points: string) => string
  readonly tender: Readonly<Record<'cash' | 'card' | 'wallet' | 'gift-card' | 'exchange', string>>
  readonly rounding: string
  readonly change: string
  readonly member: string
  readonly memberName: (title: 'ms' | 'mr' | null, phoneTail: string | null) => string
  readonly earned: string
  readonly used: string
  readonly debtRepaid: string
  readonly balance: string
  readonly worth: (money: string) => string
  readonly expiring: string
  readonly invoiceable: string
}

const zhHans: ReceiptTexts = {
  receipt: '小票',
  till: '收银机',
  kilogram: 'kg',
  gift: '赠品',
  discount: '优惠',
  due: '应付',
  pointsTender: (points) => `积分 ${points} 分`,
  tender: { cash: '现金', card: '银行卡', wallet: '移动支付', 'gift-card': '礼品卡', exchange: '换货抵付' },
  rounding: '抹零',
  change: '找零',
  member: '会员',
  memberName: (title, phoneTail) => joined({ ms: '*女士', mr: '*先生' }, title, phoneTail === null ? null : `尾号 ${phoneTail}`),
  earned: '本次得分',
  used: '本次用分',
  debtRepaid: '其中补还欠分',
  balance: '积分余额',
  worth: (money) => `值 ${money}`,
  expiring: '60 / 30 天内到期',
  invoiceable: '可开发票',
}

const zhHant: ReceiptTexts = {
  receipt: '小票',
  till: '收銀機',
  kilogram: 'kg',
  gift: '贈品',
  discount: '優惠',
  due: '應付',
  pointsTender: (points) => `積分 ${points} 分`,
  tender: { cash: '現金', card: '銀行卡', wallet: '行動支付', 'gift-card': '禮品卡', exchange: '換貨抵付' },
  rounding: '抹零',
  change: '找零',
  member: '會員',
  memberName: (title, phoneTail) => joined({ ms: '*女士', mr: '*先生' }, title, phoneTail === null ? null : `尾號 ${phoneTail}`),
  earned: '本次得分',
  used: '本次用分',
  debtRepaid: '其中補還欠分',
  balance: '積分餘額',
  worth: (money) => `值 ${money}`,
  expiring: '60 / 30 天內到期',
  invoiceable: '可開發票',
}

const en: ReceiptTexts = {
  receipt: 'Receipt',
  till: 'Till',
  kilogram: 'kg',
  gift: 'Gift',
  discount: 'Savings',
  due: 'To pay',
  pointsTender: (points) => `${points} points`,
  tender: { cash: 'Cash', card: 'Bank card', wallet: 'Mobile wallet', 'gift-card': 'Gift card', exchange: 'Goods returned' },
  rounding: 'Rounding',
  change: 'Change',
  member: 'Member',
  memberName: (title, phoneTail) => joined({ ms: 'Ms *', mr: 'Mr *' }, title, phoneTail === null ? null : `phone …${phoneTail}`),
  earned: 'Points earned',
  used: 'Points used',
  debtRepaid: 'of these, debt repaid',
  balance: 'Balance',
  worth: (money) => `worth ${money}`,
  expiring: 'Expire in 60/30 days',
  invoiceable: 'Invoice amount',
}

function joined(titles: Readonly<Record<'ms' | 'mr', string>>, title: 'ms' | 'mr' | null, tail: string | null): string {
  return [title === null ? null : titles[title], tail].filter((part) => part !== null).join(' · ')
}

export const receiptTexts: Readonly<Record<Locale, ReceiptTexts>> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
