/**
 * What each closed issue asked for, the files that do it, and the test that fails without them. `npm run prove` empties
 * each file and runs the test. A new item is one line here.
 */
export type Item = {
  readonly issue: number
  /** Its number in the issue's list, or the heading it stands under. */
  readonly item: string
  readonly what: string
  /** Each is emptied by itself. */
  readonly files: readonly string[]
  readonly project: 'unit' | 'tidy' | 'e2e'
  readonly testFile: string
  /** Part of the test's full name, as its file says it. */
  readonly testName: string
}

type Row = readonly [item: string, what: string, files: string | readonly string[], testFile: string, testName: string]

/** How many numbered items each issue has: all of them must be proved. */
export const itemsOfIssue: Readonly<Record<number, number>> = { 3: 10, 4: 8, 5: 7 }

export const items: readonly Item[] = [
  ...ofIssue(3, [
    ['1', 'npm start: HQ, enrolment, the window, flags', ['build/start.mjs', 'build/start/window.mjs'], 'e2e/start.test.ts', 'starts HQ and the till, and says where HQ and its console are'],
    ['1', 'as root, window and database as another user', 'build/start/system-user.mjs', 'e2e/start.test.ts', 'runs window and database without root’s rights, and the window in its sandbox'],
    ['1', 'Debian packages in one line to type', 'build/setup/debian-packages.mjs', 'build/debian-packages.test.ts', 'are named in one line to type, with exit 3, before anything else is done'],
    ['1', 'the command line under the project’s Node', 'build/under-project-node.mjs', 'build/command-line.test.ts', 'runs from any folder and reads paths from there'],
    ['2', 'a wrong import does not compile', 'src/domain/tsconfig.json', 'rooms.test.ts', 'does not compile with an import of'],
    ['2', 'house rules', ['test/support/tidy/size-rules.ts', 'test/support/tidy/room-rules.ts'], 'tidy.test.ts', 'holds in the whole project'],
    ['3', 'the engine behind one contract with named errors', ['src/contract/serve.ts', 'src/till/engine.ts', 'src/till/handlers.ts'], 'till/journey.test.ts', 'goes from the card to the next sale: three products, points by a lease, cash, saved'],
    ['3', 'drivers pass bytes only', 'src/till/devices/drivers.ts', 'till/devices/drivers.test.ts', 'opens, reads, writes and closes a device'],
    ['3', 'a killed engine is started again', 'src/main/kept-process.ts', 'main/kept-process.test.ts', 'starts again at once, then with growing pauses while it keeps ending'],
    ['3', 'the open basket returns', 'src/till/sale/basket-store.ts', 'till/sale/basket-returns.test.ts', 'the open basket is back: lines, member, points asked for, under the same id'],
    ['4', 'pragmas set and read back', 'src/till/db/sqlite-file.ts', 'till/db/sqlite-file.test.ts', 'sets them anew at every opening'],
    ['4', 'guards, double entry, one event a sale', 'src/till/db/migrations/0010-ledger.ts', 'till/db/ledger-guards.test.ts', 'takes no UPDATE, no DELETE and no REPLACE'],
    ['4', 'the mirror is switched by one row', 'src/till/db/mirror-switch.ts', 'till/db/till-files.test.ts', 'are switched by one row; the old file goes'],
    ['4', 'numbered migrations', 'src/till/db/migrations/migrate.ts', 'till/db/migrations.test.ts', 'run once, in order, and keep what is there'],
    ['4', 'personal data in one sealed box a member', 'src/journal/sealed-box.ts', 'journal/sealed-box.test.ts', 'a box opens to what was sealed, for its own member and key alone'],
    ['4', 'blind indexes', 'src/journal/blind-index.ts', 'till/members/name-search.test.ts', 'knows the holder, and whether the card is blocked'],
    ['5', 'rules, tender, business date', ['src/domain/quote.ts', 'src/domain/sale/points-tender.ts', 'src/domain/split.ts', 'src/domain/business-date.ts'], 'domain/worked-examples.test.ts', 'the worked examples of the rules'],
    ['5', 'points are spent by a lease with the sale’s id', ['src/hq/leases.ts', 'src/hq/book/lease.ts'], 'hq/leases.test.ts', 'lends what is asked, soonest expiry first, and no longer counts as free'],
    ['5', 'offline nothing is spendable', 'src/till/sale/ask-for-points.ts', 'till/journey.test.ts', 'go on without HQ: asked and not answered, the sale is saved without points and the lease is given back'],
    ['5', 'tillpoint quote', 'src/cli/quote.ts', 'cli/quote.test.ts', 'prints the result, the programme found beside the case'],
    ['6', 'a scanner in keyboard mode', ['src/scan/wedge.ts', 'src/scan/burst-judge.ts', 'src/scan/burst-keys.ts'], 'scan/wedge.test.ts', 'gives its code with the suffix, not after a pause'],
    ['6', 'nothing a person types is stolen', 'src/renderer/scan/wedge-hook.ts', 'renderer/wedge-hook.test.ts', 'types into a field and loses nothing'],
    ['6', 'phone and card number', 'src/till/members/directory.ts', 'till/members/name-search.test.ts', 'four are the end of a phone number, and say so'],
    ['6', 'name', 'src/till/members/name-search.ts', 'till/members/name-search.test.ts', 'those who bought last come first'],
    ['6', 'one scan line says what the code was', ['src/scan/dispatch.ts', 'src/till/devices/router.ts'], 'till/devices/router.test.ts', 'one scan is one event for one consumer'],
    ['7', 'the window sells', ['src/renderer/cashier-window.tsx', 'src/renderer/slab/slab.tsx', 'src/renderer/basket/basket-lines.tsx', 'src/ui/tokens.css'], 'e2e/window.test.ts', 'sells: scan, pay, part by wallet, rest in cash, next'],
    ['7', 'three languages, complete', ['src/ui/i18n/till/en.ts', 'src/ui/i18n/till/zh-hans.ts', 'src/ui/i18n/till/zh-hant.ts'], 'ui/texts.test.ts', 'has every key, no other, and a plural ending where English has one'],
    ['7', 'receipt preview', 'src/till/receipt/receipt-document.ts', 'till/receipt/receipt.test.ts', 'says what was sold, saved, used, paid, earned, and what expires'],
    ['8', 'the journal in order, idempotent, acked after a durable commit', ['src/hq/push.ts', 'src/hq/journal-store.ts'], 'hq/push.test.ts', 'is stored byte for byte, acknowledged by signature, and applied'],
    ['8', 'the ledger of all stores', ['src/hq/apply/applier.ts', 'src/hq/apply/sale.ts', 'src/hq/book/points.ts'], 'hq/apply.test.ts', 'moves lots, counts, and keeps its numbers'],
    ['8', 'the change feed', ['src/hq/feed/page.ts', 'src/hq/feed/number.ts'], 'hq/feed.test.ts', 'from nothing a till gets all stores, staff, goods, members and the rules, each as the contract says'],
    ['8', 'OpenAPI, health, metrics', ['src/hq/http/operations.ts', 'src/hq/metrics.ts'], 'hq/operations.test.ts', 'health, readiness and metrics answer'],
    ['8', 'the console behind a one-time password', ['src/hq/console/routes.ts', 'src/hq/console/password.ts'], 'hq/console/console.test.ts', 'opens one session, in a cookie that no script reads and no other site sends'],
    ['8', 'masked names', 'src/hq/console/mask.ts', 'hq/console/console.test.ts', 'names and phones are masked so that a screen may be read by others'],
    ['9', 'sold offline, each sale once at HQ', ['src/till/sync/pump.ts', 'src/till/sync/journal-queue.ts'], 'till/sync/real-hq.test.ts', 'sold while HQ is stopped, there when it is back: each sale once, applied, and the balance comes home'],
    ['9', 'the first within 15 s', ['src/till/sync/loop.ts', 'src/till/sync/backoff.ts'], 'till/sync/real-hq.test.ts', 'nothing is pressed when HQ comes back: the first sale is there within 15 seconds'],
    ['10', 'README', 'README.md', 'build/readme.test.ts', 'names every command, every room, and shows a picture that is there'],
    ['Bad input', 'a damaged ledger is named and left as it is', 'src/till/db/sqlite-file.ts', 'till/db/till-files.test.ts', 'is named, left as it is, and neither deleted nor made anew'],
    ['Bad input', 'a full disk refuses before "saved"', 'src/till/db/errors.ts', 'till/sale/commit.test.ts', 'that is full refuses the sale before "saved"; with room it is saved, and what was saved stays'],
  ]),
  ...ofIssue(4, [
    ['1', 'the recount: lost, doubled, different', ['test/recount/compare.ts', 'test/recount/compare-balances.ts'], 'recount/compare.test.ts', 'the recount'],
    ['1', 'the recount of returns', ['test/recount/compare-returns.ts', 'test/recount/till-events.ts', 'test/recount/hq-tables.ts', 'test/recount/till-file.ts'], 'recount/real-shop.test.ts', 'finds nothing lost, doubled or different'],
    ['1', 'the demo can fail', ['test/demo/broken.ts', 'test/demo/options.ts'], 'demo/demo.test.ts', 'changes its module into one that still compiles'],
    ['1', 'the demo returns a sale', 'test/demo/sales.ts', 'demo/demo.test.ts', 'chooses all that can come back, gives a reason, pays out, and keeps the code that the window shows'],
    ['2', 'kills in each phase', ['test/kills/phases.ts', 'test/kills/till-program.ts', 'src/till/sale/commit.ts'], 'kills/kills.test.ts', 'keeps every acknowledged sale, once, through 20 kills in each phase of a sale'],
    ['3', 'power cuts', ['test/disk/faultdisk.c', 'test/disk/power-cut.ts', 'test/disk/trace.ts'], 'disk/power-cuts.test.ts', 'catches a ledger that is opened with synchronous=NORMAL'],
    ['4', 'faults of the disk', ['test/disk/fault-program.ts', 'src/till/db/errors.ts'], 'disk/faults.test.ts', 'a sync that fails'],
    ['4', 'inspect --salvage', 'src/till/db/salvage.ts', 'cli/inspect.test.ts', '--salvage gives every row that can be read of a damaged ledger, and leaves it as it is'],
    ['5', 'npm run bench: medians and ratios', 'test/bench/statistics.ts', 'bench/arithmetic.test.ts', 'one disturbed round moves neither the middle nor the ratio'],
    ['5', 'npm run bench: one table', 'test/bench/table.ts', 'bench/arithmetic.test.ts', 'a row says what came out, what was wanted, and whether it holds'],
    ['6', 'serial scanners as the second source', ['src/scan/serial.ts', 'src/till/devices/serial-source.ts', 'src/till/devices/scan-devices.ts'], 'till/devices/serial-scanner.test.ts', 'loses none of 1,200 codes'],
    ['7', 'npm run prove', ['test/prove/verdict.ts', 'test/prove/copy.ts'], 'prove/prove.test.ts', 'prove'],
    ['7', 'canaries', ['test/canaries/finder.ts', 'src/journal/sealed-box.ts'], 'canaries/canaries.test.ts', 'are found in no byte of what a shop leaves behind'],
    ['8', 'fuzzed messages from page to engine', ['src/contract/till-calls.ts', 'src/contract/serve.ts'], 'exploit/page.test.ts', 'page to engine'],
    ['8', 'fuzzed messages from till to HQ', ['src/hq/http/app.ts', 'src/hq/http/refusal.ts'], 'exploit/hq.test.ts', 'till to HQ'],
    ['8', 'Electron’s security list', ['src/main/guards.ts', 'src/main/content-security.ts', 'src/main/page-line.ts'], 'e2e/page-security.test.ts', 'leave, or open another window'],
  ]),
  ...ofIssue(5, [
    ['1', 'the order of evaluation', ['src/domain/sale/quote-sale.ts', 'src/domain/sale/earn-pass.ts', 'src/domain/lots.ts', 'src/domain/sale/member-after.ts'], 'domain/rule-cases.test.ts', 'cases worked out by hand'],
    ['1', 'one file a kind of offer', ['src/domain/offers/table.ts', 'src/domain/offers/buy-x-get-y.ts', 'src/domain/offers/gift.ts'], 'domain/rule-cases.test.ts', 'cases worked out by hand'],
    ['1', 'one file a condition', ['src/domain/conditions/table.ts', 'src/domain/conditions/birthday.ts', 'src/domain/conditions/recurrence.ts'], 'domain/rule-cases.test.ts', 'cases worked out by hand'],
    ['1', 'exact fractions', ['src/domain/fraction.ts', 'src/domain/rounding.ts'], 'domain/rounding.test.ts', 'rounding'],
    ['1', 'expiry by zone and date', 'src/domain/expiry.ts', 'domain/expiry.test.ts', 'the last usable date'],
    ['2', 'the explanation adds up', ['src/domain/explain/sale.ts', 'src/domain/explain/build.ts', 'src/domain/explain/earn.ts'], 'domain/explain.test.ts', 'adds up, and reaches every number of the result'],
    ['2', 'Why? in the window', ['src/renderer/why/why.tsx', 'src/renderer/why/why-tree.tsx'], 'e2e/window.test.ts', 'every number under Why'],
    ['2', 'in three languages', ['src/ui/i18n/explain/en.ts', 'src/ui/i18n/explain/zh-hans.ts', 'src/ui/i18n/explain/zh-hant.ts'], 'ui/explain-texts.test.ts', 'every step of a sale’s explanation has its words'],
    ['3', 'schema of programme files', ['src/contract/programme-schema.ts', 'src/contract/programme-file.ts'], 'contract/programme-file.test.ts', 'a programme file'],
    ['3', 'tillpoint check and legal minimums', ['src/contract/check-programme.ts', 'src/contract/check/legal-minimums.ts', 'src/contract/check/overlaps.ts'], 'contract/check-programme.test.ts', 'check'],
    ['3', 'versions by HQ only', 'src/hq/registry/programmes.ts', 'hq/seed.test.ts', 'HQ alone gives version numbers; one programme is current; a bad one is refused with its place'],
    ['3', 'the button on HQ’s page', ['src/hq/console/programmes.ts', 'src/contract/programme-changes.ts'], 'hq/console/console.test.ts', 'the button publishes: checked, numbered by HQ, listed; what has an error is refused with its places'],
    ['3', 'what a version changes, in words', ['src/contract/programme-changes.ts', 'src/console/rules/change-words.ts', 'src/console/rules/publishing-card.tsx'], 'console/rules.test.ts', 'shows what the check says and what changes, in words'],
    ['3', 'publishing in a real browser', ['src/console/rules/rules-page.tsx', 'src/console/rules/publishing.ts', 'src/console/rules/versions-card.tsx'], 'e2e/console-rules.test.ts', 'shows what changes in words, asks once more, and publishes'],
    ['3', 'tills switch rules between two sales', ['src/till/rules.ts', 'src/till/db/programmes-used.ts'], 'till/programme-switch.test.ts', 'switches between two sales, and both can be computed again'],
    ['3', 'sample programmes', ['resources/programmes/harbour-club.json', 'resources/programmes/bean-stars.json'], 'contract/programme-file.test.ts', 'the sample'],
    ['4', 'returns with cumulative targets', ['src/domain/return/quote-return.ts', 'src/domain/return/reversal.ts', 'src/till/return/commit-return.ts'], 'till/return/returns.test.ts', 'of a whole sale leaves every account, lot and counter as before the sale'],
    ['4', 'shortage policies', 'src/domain/return/claw-back.ts', 'till/return/returns.test.ts', 'takes back points that are spent already by the policy of the rules'],
    ['4', 'coupons issued and used', ['src/journal/coupons.ts', 'src/till/sale/sale-rights.ts'], 'till/sale/rights.test.ts', 'of hers is offered with what it takes off, goes in by its code, comes out, and is used once'],
    ['4', 'stored value as two assets', ['src/domain/sale/stored-value-tender.ts', 'src/till/sale/book-sale.ts'], 'till/sale/rights.test.ts', 'pays in the proportion loaded, bonus earns nothing, and a return puts both back'],
    ['5', 'tillpoint verify', ['src/till/verify/verify-ledger.ts', 'src/till/verify/verify-sale.ts', 'src/till/verify/verify-return.ts', 'src/till/verify/verify-booked.ts', 'src/till/verify/verify-programmes.ts'], 'cli/verify.test.ts', 'finds one byte changed anywhere in a stored sale, return, entry or programme'],
    ['5', 'HQ replays', 'src/hq/apply/replay.ts', 'hq/returns.test.ts', 'keeps a result that does not follow from its inputs for a person, and says where'],
    ['6', 'tillpoint quote -', ['src/cli/main.ts', 'src/cli/quote-case.ts', 'src/cli/input-lines.ts'], 'cli/quote.test.ts', 'answers every case on a line of its own, in order, blank lines skipped'],
    ['6', 'tillpoint check', 'src/cli/check.ts', 'cli/quote.test.ts', 'prints a finding a line; warnings alone exit 0'],
    ['6', 'tillpoint inspect', 'src/cli/inspect.ts', 'cli/inspect.test.ts', 'shows every entry and lot of a member with the running balance, and what HQ has counted'],
    ['6', 'inspect member by her card', ['src/cli/inspect-member.ts', 'src/cli/member-named.ts', 'src/cli/unsealed-key.ts'], 'cli/inspect.test.ts', 'finds her by the number of her card too, where the till has no keychain'],
    ['7', 'offers on the lines, with their names', ['src/renderer/basket/line-cuts.ts', 'src/renderer/slab/discount-rows.ts'], 'renderer/offers-shown.test.ts', 'stand on each line with what they took off that line, apart from the member price'],
    ['7', 'returns by receipt in the window', ['src/renderer/returns/return-draft.ts', 'src/renderer/returns/choose-return.tsx', 'src/renderer/returns/find-receipt.tsx'], 'e2e/return.test.ts', 'finds it by scanning the receipt, and shows what one of two brings back'],
    ['Tests', 'the reference model', ['test/reference/model/quote.ts', 'test/reference/generate.ts', 'test/reference/compare.ts'], 'reference/mutants.test.ts', 'an engine with one fault'],
    ['Tests', 'properties', 'test/support/random-case.ts', 'domain/quote-properties.test.ts', 'parts and wholes'],
  ]),
]

function ofIssue(issue: number, rows: readonly Row[]): Item[] {
  return rows.map(([item, what, files, testFile, testName]) => ({
    issue,
    item,
    what,
    files: typeof files === 'string' ? [files] : files,
    project: testFile.startsWith('e2e/') ? 'e2e' : ['tidy.test.ts', 'rooms.test.ts'].includes(testFile) ? 'tidy' : 'unit',
    testFile: `test/${testFile}`,
    testName,
  }))
}
