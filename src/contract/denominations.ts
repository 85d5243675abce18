/** Notes and coins that are counted, largest first, in minor units; by ISO 4217 currency. */
const DENOMINATIONS: Readonly<Record<string, readonly number[]>> = {
  CNY: [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10],
  HKD: [100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10],
  MOP: [100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 100, 50, 20, 10],
  // The New Taiwan dollar is counted without cents; its programmes have two decimal places all the same.
  TWD: [200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 100],
  USD: [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 25, 10, 5, 1],
  EUR: [20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
}
/** For currencies that are not in the table: powers of ten and their halves. */
const ANY = [100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1]

export function denominationsOf(currency: string): readonly number[] {
  return DENOMINATIONS[currency] ?? ANY
}
