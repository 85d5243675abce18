import type { Mutant } from '../support/mutants.ts'

/**
 * Programs that are wrong on purpose, each by one changed module: the demo must find them. The application is built
 * anew with the change, HQ is run with it; nothing in src is touched.
 */
export type Break = { readonly side: 'till' | 'hq'; readonly what: string; readonly mutant: Mutant }
export type BreakName = 'ack-early' | 'drop' | 'double' | 'difference'

export const breaks: Readonly<Record<BreakName, Break>> = {
  'ack-early': {
    side: 'till',
    what: 'the till says "saved" a second before it saves',
    mutant: {
      module: 'till/sale/sale-desk.ts',
      from: 'const outcome = commitSale(ledger, request, (tx) => this.#deps.keepSaved(tx, request.basket.saleId))',
      to: `
      const keep = (tx) => this.#deps.keepSaved(tx, request.basket.saleId)
      const notYet = new Error('not yet')
      const pretend = (work) => {
        let seen
        try {
          ledger.write((tx) => {
            seen = work(tx)
            throw notYet
          })
        } catch (cause) {
          if (cause !== notYet) throw cause
        }
        return seen
      }
      const outcome = commitSale({ ...ledger, write: pretend }, request, keep)
      const saveNow = () => {
        commitSale(ledger, request, keep)
        if (this.#store.basket.lines.length > 0) this.#store.put(this.#store.basket)
        this.#deps.onBooked()
        this.refresh()
      }
      if (outcome.kind === 'committed') setTimeout(saveNow, 1000)`,
    },
  },
  drop: {
    side: 'hq',
    what: 'HQ acknowledges every batch and stores all of it but each third event of a till',
    mutant: {
      module: 'hq/journal-store.ts',
      from: 'await insertEvents(tx, \'journal_events\', batch, hashes, seqsFrom(batch, batch.firstSeq + known), nowMs)',
      to: `await insertEvents(tx, 'journal_events', batch, hashes, seqsFrom(batch, batch.firstSeq + known).filter((seq) => seq % 3 !== 0), nowMs)`,
    },
  },
  double: {
    side: 'till',
    what: 'the till books a sale without a member once more, under an id of its own',
    mutant: {
      module: 'till/sale/commit.ts',
      from: 'const row = bookSale(',
      to: `
    const bookTwice = (tx, request, ...rest) => {
      if (request.memberId === null) bookSale(tx, { ...request, basket: { ...request.basket, saleId: request.leaseReturnId } }, ...rest)
      return bookSale(tx, request, ...rest)
    }
    const row = bookTwice(`,
    },
  },
  difference: {
    side: 'hq',
    what: 'HQ credits a point more than the sale earned',
    mutant: {
      module: 'hq/apply/sale.ts',
      from: 'earn(account, read, result.earnPoints, {',
      to: 'earn(account, read, result.earnPoints + 1, {',
    },
  },
}
