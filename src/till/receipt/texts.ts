import type { Locale } from '../../contract/primitives.ts'
import type { ReturnReason } from '../../domain/sale-case.ts'

/** Every way in which money comes or goes back. `exchange`: what goods that came back pay of the new ones. */
export type PaperTender = 'cash' | 'card' | 'wallet' | 'gift-card' | 'exchange'

/** Words of a receipt. They go to the customer in the receipt's language, whatever language the till is in. */
export type ReceiptTexts = {
  readonly receipt: string
  readonly till: string
  readonly kilogram: string
  readonly gift: string
  readonly discount: string
  readonly due: string
  readonly pointsTender: (points: string) => string
  readonly tender: Readonly<Record<PaperTender, string>>
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
  /** Prices are gross of tax: the till computes none. */
  readonly taxIncluded: string
  /** The receipt's code is what an invoice is asked for with. */
  readonly invoiceBy: string
  readonly offers: string
  /** Offers that have no name of their own in the rules. */
  readonly builtInOffer: Readonly<Record<'tier' | 'member-price', string>>
  readonly coupon: string
  readonly couponGiven: string
  readonly until: (date: string) => string
  readonly storedValue: string
  readonly storedBalance: string
  readonly tierReached: string
  readonly returnTitle: string
  readonly exchangeTitle: string
  /** Above the goods that are taken instead. */
  readonly newGoods: string
  /** A receipt of stored value or gift cards alone, and the invoice kind of them. */
  readonly topUpTitle: string
  readonly topUpInvoice: string
  readonly ofReceipt: string
  readonly reason: string
  readonly reasons: Readonly<Record<ReturnReason, string>>
  readonly refund: string
  readonly refundTo: Readonly<Record<PaperTender, string>>
  readonly storedBack: string
  readonly pointsBack: string
  readonly pointsTaken: string
  readonly pointsOwed: string
  readonly pointsPaidFor: string
  readonly invoiceReverse: string
  readonly signature: string
  readonly statementTitle: string
  readonly asOf: string
  readonly tier: string
  readonly unconfirmed: string
  readonly vesting: string
  readonly owed: string
  readonly lotsHead: string
  readonly lotUntil: (date: string) => string
  readonly lotForever: string
  readonly lotFrom: (date: string) => string
  readonly movesHead: string
  readonly moveSale: (code: string) => string
  readonly moveReturn: (code: string) => string
  readonly movesNone: string
  readonly movesNote: string
  readonly whyTitle: string
  readonly whyNote: string
  readonly testTitle: string
  readonly testWidth: (columns: string) => string
  readonly testCode: string
  readonly testDone: string
  readonly setupTitle: string
  readonly setupHow: string
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
  taxIncluded: '价格均已含税',
  invoiceBy: '凭小票号开发票',
  offers: '享受优惠',
  builtInOffer: { tier: '会员等级', 'member-price': '会员价' },
  coupon: '优惠券',
  couponGiven: '送您优惠券',
  until: (date) => `有效至 ${date}`,
  storedValue: '储值支付',
  storedBalance: '储值余额',
  tierReached: '会员等级',
  returnTitle: '退货单',
  exchangeTitle: '换货单',
  newGoods: '换取的商品',
  topUpTitle: '充值单',
  topUpInvoice: '可开预付卡充值发票',
  ofReceipt: '原小票',
  reason: '原因',
  reasons: { 'change-of-mind': '不想要了', defect: '商品有问题', statutory: '法定退货', exchange: '换货' },
  refund: '退款',
  refundTo: { cash: '退现金', card: '退回银行卡', wallet: '退回移动支付', 'gift-card': '退回礼品卡', exchange: '换货抵付' },
  storedBack: '退回储值',
  pointsBack: '退回积分',
  pointsTaken: '扣回积分',
  pointsOwed: '其中记为欠分',
  pointsPaidFor: '不足部分折价扣款',
  invoiceReverse: '应冲减开票金额',
  signature: '顾客签名',
  statementTitle: '积分对账单',
  asOf: '截至',
  tier: '等级',
  unconfirmed: '其中待总部确认',
  vesting: '其中尚未生效',
  owed: '欠分',
  lotsHead: '积分明细',
  lotUntil: (date) => `${date} 前有效`,
  lotForever: '长期有效',
  lotFrom: (date) => `${date} 起可用`,
  movesHead: '本机近期变动',
  moveSale: (code) => `购物 ${code}`,
  moveReturn: (code) => `退货 ${code}`,
  movesNone: '本机没有变动记录',
  movesNote: '其他门店的变动已计入余额，不在此列出。',
  whyTitle: '计算说明',
  whyNote: '本单说明数字的由来，不作为小票使用。',
  testTitle: '打印测试',
  testWidth: (columns) => `每行 ${columns} 个半角字符，两端应齐边`,
  testCode: '请用扫码枪扫描下方二维码',
  testDone: '以上文字清晰完整即为正常',
  setupTitle: '扫码枪测试页',
  setupHow: '扫每个码，看是否原样出现',
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
  taxIncluded: '價格均已含稅',
  invoiceBy: '憑小票號開發票',
  offers: '享受優惠',
  builtInOffer: { tier: '會員等級', 'member-price': '會員價' },
  coupon: '優惠券',
  couponGiven: '送您優惠券',
  until: (date) => `有效至 ${date}`,
  storedValue: '儲值支付',
  storedBalance: '儲值餘額',
  tierReached: '會員等級',
  returnTitle: '退貨單',
  exchangeTitle: '換貨單',
  newGoods: '換取的商品',
  topUpTitle: '儲值單',
  topUpInvoice: '可開預付卡儲值發票',
  ofReceipt: '原小票',
  reason: '原因',
  reasons: { 'change-of-mind': '不想要了', defect: '商品有問題', statutory: '法定退貨', exchange: '換貨' },
  refund: '退款',
  refundTo: { cash: '退現金', card: '退回銀行卡', wallet: '退回行動支付', 'gift-card': '退回禮品卡', exchange: '換貨抵付' },
  storedBack: '退回儲值',
  pointsBack: '退回積分',
  pointsTaken: '扣回積分',
  pointsOwed: '其中記為欠分',
  pointsPaidFor: '不足部分折價扣款',
  invoiceReverse: '應沖減開票金額',
  signature: '顧客簽名',
  statementTitle: '積分對賬單',
  asOf: '截至',
  tier: '等級',
  unconfirmed: '其中待總部確認',
  vesting: '其中尚未生效',
  owed: '欠分',
  lotsHead: '積分明細',
  lotUntil: (date) => `${date} 前有效`,
  lotForever: '長期有效',
  lotFrom: (date) => `${date} 起可用`,
  movesHead: '本機近期變動',
  moveSale: (code) => `購物 ${code}`,
  moveReturn: (code) => `退貨 ${code}`,
  movesNone: '本機沒有變動記錄',
  movesNote: '其他門市的變動已計入餘額，不在此列出。',
  whyTitle: '計算說明',
  whyNote: '本單說明數字的由來，不作為小票使用。',
  testTitle: '列印測試',
  testWidth: (columns) => `每行 ${columns} 個半形字元，兩端應齊邊`,
  testCode: '請用掃描槍掃描下方二維碼',
  testDone: '以上文字清晰完整即為正常',
  setupTitle: '掃描槍測試頁',
  setupHow: '掃每個碼，看是否原樣出現',
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
  taxIncluded: 'Prices include tax',
  invoiceBy: 'Ask for an invoice with the receipt number',
  offers: 'Offers',
  builtInOffer: { tier: 'member level', 'member-price': 'member price' },
  coupon: 'Coupon',
  couponGiven: 'A coupon for you',
  until: (date) => `valid to ${date}`,
  storedValue: 'Stored value',
  storedBalance: 'Stored value left',
  tierReached: 'Member level',
  returnTitle: 'Return',
  exchangeTitle: 'Exchange',
  newGoods: 'Taken instead',
  topUpTitle: 'Top-up',
  topUpInvoice: 'Top-up invoice amount',
  ofReceipt: 'Of receipt',
  reason: 'Reason',
  reasons: { 'change-of-mind': 'Change of mind', defect: 'Defect', statutory: 'Statutory right', exchange: 'Exchange' },
  refund: 'Refund',
  refundTo: { cash: 'In cash', card: 'To bank card', wallet: 'To mobile wallet', 'gift-card': 'Back to gift card', exchange: 'Paid for new goods' },
  storedBack: 'To stored value',
  pointsBack: 'Points given back',
  pointsTaken: 'Points taken back',
  pointsOwed: 'of these, owed',
  pointsPaidFor: 'Deducted for points',
  invoiceReverse: 'Invoice amount to reverse',
  signature: 'Signature',
  statementTitle: 'Points statement',
  asOf: 'As of',
  tier: 'Level',
  unconfirmed: 'of these, not confirmed',
  vesting: 'of these, not usable yet',
  owed: 'Points owed',
  lotsHead: 'Your points',
  lotUntil: (date) => `valid to ${date}`,
  lotForever: 'without end',
  lotFrom: (date) => `usable from ${date}`,
  movesHead: 'Lately at this till',
  moveSale: (code) => `Bought ${code}`,
  moveReturn: (code) => `Returned ${code}`,
  movesNone: 'Nothing at this till',
  movesNote: 'What happened at other shops is in the balance and not listed here.',
  whyTitle: 'How it was computed',
  whyNote: 'This slip explains numbers. It is not a receipt.',
  testTitle: 'Printer test',
  testWidth: (columns) => `${columns} characters a line, from edge to edge`,
  testCode: 'Scan the code below',
  testDone: 'If all of this is sharp and whole, the printer is well',
  setupTitle: 'Scanner sheet',
  setupHow: 'Scan each code: it should arrive as it stands here',
}

function joined(titles: Readonly<Record<'ms' | 'mr', string>>, title: 'ms' | 'mr' | null, tail: string | null): string {
  return [title === null ? null : titles[title], tail].filter((part) => part !== null).join(' · ')
}

export const receiptTexts: Readonly<Record<Locale, ReceiptTexts>> = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en }
