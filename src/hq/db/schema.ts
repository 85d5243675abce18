import type { ColumnType, GeneratedAlways } from 'kysely'
import type { LocalizedText } from '../../contract/primitives.ts'

/**
 * The tables as TypeScript sees them; the migrations are the truth. Money is in minor units, instants in milliseconds,
 * dates are `YYYY-MM-DD`. All 64-bit numbers are read as numbers and refused beyond 2^53 (see database.ts).
 */

/** jsonb: read as its object, written as JSON text (pg would write an array as a PostgreSQL array). */
type Json<T> = ColumnType<T, string, string>

export type HqIdentityTable = {
  slot: 1
  incarnation: number
  signing_public: Buffer
  signing_private_wrapped: Buffer
  token_key_wrapped: Buffer
  created_at_ms: number
}
export type IncarnationsTable = { incarnation: number; began_at_ms: number; cause: 'restore' | 'till-ahead'; till_id: string | null }
export type RegionsTable = { region: string; region_key_wrapped: Buffer; key_generation: number }
export type StoresTable = {
  store_id: string
  region: string
  name: Json<LocalizedText>
  time_zone: string
  address: string
  phone: string
  stamp: number
}
export type StaffTable = {
  staff_id: string
  name: string
  role: 'trainee' | 'cashier' | 'supervisor' | 'manager'
  store_ids: string[]
  badge_wrapped: Buffer | null
  pin_hash_wrapped: Buffer | null
  status: 'active' | 'left'
  stamp: number
}
export type TillsTable = {
  till_id: string
  store_id: string
  till_number: number
  public_key: Buffer
  box_public_key: Buffer
  machine_name: string
  enrolled_at_ms: number
  revoked_at_ms: number | null
  fork_seen_at_ms: number | null
}
export type TillSightingsTable = {
  till_id: string
  seen_at_ms: number
  program_version: string | null
  queued_events: number | null
  clock_offset_ms: number | null
}
export type EnrolCodesTable = { code_hash: Buffer; store_id: string; expires_at_ms: number; used_at_ms: number | null; till_id: string | null }
export type ChallengesTable = { nonce: Buffer; till_id: string; expires_at_ms: number }

type JournalPlace = { till_id: string; epoch: number; seq: number }
export type JournalEventsTable = JournalPlace & { bytes: Buffer; hash: Buffer; stored_at_ms: number }
export type JournalEndsTable = { till_id: string; epoch: number; durable_seq: number; durable_hash: Buffer }
export type ApplyEndsTable = { till_id: string; epoch: number; applied_seq: number; stamp: number }
export type AckEndsTable = { till_id: string; epoch: number; acked_seq: number }
export type OutcomeName = 'applied' | 'duplicate' | 'applied-with-debt' | 'suspense'
/** `resolved_by`: the event of HQ's own by which a person decided. */
export type EventOutcomesTable = JournalPlace & { outcome: OutcomeName; detail: string | null; decided_at_ms: number; resolved_by: ColumnType<string | null, string | null | undefined> }
export type BranchOutcomesTable = EventOutcomesTable & { hash: Buffer }
export type AppliedEventsTable = JournalPlace & { event_id: string; kind: string; body_hash: Buffer }

export type MembersTable = {
  member_id: string
  region: string
  store_id: string
  status: 'active' | 'blocked' | 'closed'
  box: Buffer | null
  phone_indexes: Buffer[]
  phone_tail_indexes: Buffer[]
  name_keys: string[]
  tier: string | null
  joined: string
  last_purchase: string | null
  purchases: number
  segments: string[]
  qualifying: number
  free_points: number
  lent_points: number
  unconfirmed_points: number
  debt_points: number
  balance_points: GeneratedAlways<number>
  counters_date: string | null
  earned_today_points: number
  earned_month_points: number
  carry: string
  stored_principal_minor: number
  stored_bonus_minor: number
  debt_since_ms: number | null
  tier_qualified_on: string | null
  tier_floor: string | null
  tier_floor_until: string | null
  stamp: number
  changed_at_ms: number
}
export type CardsTable = { card_index: Buffer; member_id: string; number_wrapped: Buffer; status: 'active' | 'blocked' }
export type LotsTable = {
  member_id: string
  lot_id: string
  points: number
  lent_points: number
  earned_at_ms: number
  available_at_ms: number | null
  expires_at_ms: number | null
  grace: boolean
  held_till_id: string | null
  held_epoch: number | null
  held_seq: number | null
}
export type LeaseState = 'lent' | 'spent' | 'returned'
export type LeasesTable = {
  lease_id: string
  till_id: string
  epoch: number | null
  member_id: string | null
  wanted_points: number
  granted_points: number
  state: LeaseState
  asked_at_ms: number
  ended_at_ms: number | null
}
export type LeaseLotsTable = { lease_id: string; lot_id: string; points: number }

export type EntriesTable = { event_id: string; entry_no: number; asset: string; account: string; delta: number }
export type LotMovementsTable = { event_id: string; movement_no: number; member_id: string; lot_id: string; delta_points: number }
export type QualifyingMovesTable = { event_id: string; member_id: string; business_date: string; delta: number }
export type CareDoneTable = { slot: 1; tiers_reviewed_on: string | null }
export type HqEventsTable = { event_id: string; kind: string; at_ms: number; person: string; body: Json<Record<string, unknown>> }
export type SalesTable = {
  sale_id: string
  till_id: string
  epoch: number
  seq: number
  store_id: string
  cashier_id: string
  member_id: string | null
  sale_number: number
  receipt_code: string
  at_ms: number
  committed_at_ms: number
  business_date: string
  programme_version: number
  programme_hash: string
  rules_version: string
  tier: string | null
  gross_minor: number
  discount_minor: number
  due_minor: number
  pay_minor: number
  points_used: number
  points_tender_minor: number
  earn_points: number
  offers: string[]
  applied_at_ms: number
}
export type TendersTable = {
  sale_id: string
  tender_no: number
  kind: string
  paid_minor: number
  tendered_minor: number
  change_minor: number
  reference: string | null
}

export type ReturnsTable = {
  return_id: string
  till_id: string
  epoch: number
  seq: number
  store_id: string
  cashier_id: string
  sale_id: string
  member_id: string | null
  receipt_code: string
  reason: string
  at_ms: number
  committed_at_ms: number
  business_date: string
  refund_minor: number
  points_back: number
  points_clawed_back: number
  whole_sale: boolean
  applied_at_ms: number
}
export type RefundsTable = { return_id: string; refund_no: number; tender_no: number; kind: string; refund_minor: number; reference: string | null }
export type ActsTable = {
  event_id: string
  till_id: string
  store_id: string
  kind: string
  staff_id: string
  shift_id: string | null
  amount_minor: number | null
  reason: string | null
  note: string
  at_ms: number
  business_date: string
  body: Json<object>
}
export type ApprovalsTable = {
  approval_id: string
  event_id: string
  till_id: string
  right_name: string
  subject: string
  staff_id: string
  approver_id: string
  reason: string
  note: string
  at_ms: number
}
export type SaleReversalsTable = { sale_id: string; reversed: Json<object> }
export type ReturnRightsTable = { sale_id: string; till_id: string; return_id: string; lent_at_ms: number }
export type ReplayDifferencesTable = { event_id: string; difference_no: number; kind: 'result' | 'inputs'; path: string; stated: string; computed: string; found_at_ms: number }

export type CouponsTable = { code: string; coupon: string; member_id: string | null; uses_left: number; expires_at_ms: number | null; issued_by: string; issued_at_ms: number }
export type CouponLeasesTable = { sale_id: string; code: string; till_id: string; state: 'lent' | 'used' | 'returned'; asked_at_ms: number }
export type ValueLeasesTable = { sale_id: string; member_id: string | null; till_id: string; principal_minor: number; bonus_minor: number; state: LeaseState; asked_at_ms: number }
export type GiftCardsTable = { code: string; balance_minor: number; sold_by: string; sold_at_ms: number }
export type GiftCardLeasesTable = { sale_id: string; code: string; till_id: string; use: 'pay' | 'load'; state: LeaseState; asked_at_ms: number }
/** What `state` says of the purchase: none counts yet, it counts and is not paid for yet, or it is. */
export type ReferralsTable = {
  member_id: string
  referrer_id: string
  named_at_ms: number
  named_by: string
  state: 'open' | 'waiting' | 'paid'
  sale_id: string | null
  bought_on: string | null
  pay_on: string | null
}
export type PromotionUsesTable = { member_id: string; promotion_id: string; business_date: string; uses: number }

export type ProductsTable = {
  sku: string
  name: Json<LocalizedText>
  packing: string
  unit: 'piece' | 'kg'
  category: string
  price_minor: number
  member_price_minor: number | null
  quick_key: number | null
  age_from: number | null
  asset: ColumnType<'stored-value' | 'gift-card' | null, 'stored-value' | 'gift-card' | null | undefined>
  load_bonus_minor: ColumnType<number, number | undefined>
  stamp: number
}
export type BarcodesTable = { barcode: string; sku: string }
export type ProgrammesTable = {
  version: number
  hash: string
  canonical_json: string
  current: boolean
  published_at_ms: number
  published_by: string
  stamp: number
}

export type FeedHeadTable = { slot: 1; position: number; oldest_cursor: number }
export type FeedKind = 'member' | 'product' | 'programme' | 'store' | 'staff' | 'mark'
export type FeedChangesTable = {
  group_id: string
  group_line: number
  stamp: number
  position: number | null
  kind: FeedKind
  id: string
  region: string | null
  row: Json<Record<string, unknown>> | null
  source_till_id: string | null
  source_epoch: number | null
  source_seq: number | null
  made_at_ms: number
}

export type ConsolePasswordsTable = { password_hash: string; made_at_ms: number; expires_at_ms: number; used_at_ms: number | null; tries_left: number }
export type ConsoleSessionsTable = { token_hash: Buffer; made_at_ms: number; expires_at_ms: number }

export type Schema = {
  hq_identity: HqIdentityTable
  incarnations: IncarnationsTable
  regions: RegionsTable
  stores: StoresTable
  staff: StaffTable
  tills: TillsTable
  till_sightings: TillSightingsTable
  enrol_codes: EnrolCodesTable
  challenges: ChallengesTable
  journal_events: JournalEventsTable
  journal_forks: JournalEventsTable
  journal_ends: JournalEndsTable
  apply_ends: ApplyEndsTable
  ack_ends: AckEndsTable
  event_outcomes: EventOutcomesTable
  branch_outcomes: BranchOutcomesTable
  applied_events: AppliedEventsTable
  members: MembersTable
  cards: CardsTable
  lots: LotsTable
  leases: LeasesTable
  lease_lots: LeaseLotsTable
  entries: EntriesTable
  lot_movements: LotMovementsTable
  hq_events: HqEventsTable
  qualifying_moves: QualifyingMovesTable
  care_done: CareDoneTable
  sales: SalesTable
  tenders: TendersTable
  returns: ReturnsTable
  refunds: RefundsTable
  sale_reversals: SaleReversalsTable
  acts: ActsTable
  approvals: ApprovalsTable
  return_rights: ReturnRightsTable
  replay_differences: ReplayDifferencesTable
  coupons: CouponsTable
  coupon_leases: CouponLeasesTable
  value_leases: ValueLeasesTable
  promotion_uses: PromotionUsesTable
  gift_cards: GiftCardsTable
  referrals: ReferralsTable
  gift_card_leases: GiftCardLeasesTable
  products: ProductsTable
  barcodes: BarcodesTable
  programmes: ProgrammesTable
  feed_head: FeedHeadTable
  feed_changes: FeedChangesTable
  console_passwords: ConsolePasswordsTable
  console_sessions: ConsoleSessionsTable
}
