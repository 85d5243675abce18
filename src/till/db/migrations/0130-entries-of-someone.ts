import type { Migration } from './migrate.ts'

/**
 * Entries are looked up by account for members and coupons only (src/till/db/entries.ts). The accounts of goods, tenders
 * and the programme get entries in every sale, each in a place of its own in the index: five of the thirty pages of a sale.
 */
export const ledger0130: Migration = {
  number: 130,
  name: 'entries of someone',
  sql: `
DROP INDEX entries_by_account;
CREATE INDEX entries_by_account ON entries (account, asset) WHERE asset <> 'money' AND account NOT GLOB 'programme/*';
`,
}
