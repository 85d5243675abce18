import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { TillWindow } from '../sim/window/till-window.ts'
import { root } from '../support/tidy/project.ts'
import { breaks } from './broken.ts'
import { readOptions, USAGE } from './options.ts'
import { shift } from './shift.ts'
import { deleteShop, makeShop, type DemoShop } from './shop.ts'

/**
 * npm run demo: a whole shift without hands, then everything is counted again by a program that shares nothing with
 * ours. Ends with `lost 0, doubled 0, different 0`, or names what is wrong and exits 1.
 */
const options = readOptions(process.argv.slice(2))
if (options === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
const { broken } = options
const pictures = path.join(root, 'out/demo', broken ?? '')
const said = path.join(pictures, 'programs.log')
const startedMs = performance.now()
const secondsSince = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(1)
const print = (line: string): void => void process.stdout.write(`${line}\n`)

mkdirSync(pictures, { recursive: true })
for (const name of readdirSync(pictures)) if (/\.(png|log)$/.test(name)) rmSync(path.join(pictures, name))
if (broken !== null) print(`Broken on purpose: ${breaks[broken].what}.`)
const shop = await makeShop(broken, (who, line) => appendFileSync(said, `${who}: ${line}\n`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopEarly(shop))
process.exitCode = (await runShift(shop)) ? 0 : 1

/** @returns whether all of it went well and nothing is lost, doubled or different */
async function runShift(running: DemoShop): Promise<boolean> {
  const wentWell = await runSteps(running)
  let clean = false
  try {
    const { text, clean: isClean } = await running.recount()
    clean = isClean
    print(`\n${secondsSince(startedMs)} s, pictures in ${path.relative(process.cwd(), pictures)}\n\nCounted again from files and tables:\n${text}`)
  } catch (cause) {
    print(`The recount could not be made: ${String(cause)}`)
  }
  await running.close()
  if (wentWell && clean) deleteShop(running)
  else process.stderr.write(`The shop's files are kept in ${running.folder}\n`)
  return wentWell && clean
}

async function runSteps(running: DemoShop): Promise<boolean> {
  let pictureNumber = 0
  const picture = (till: TillWindow, name: string): Promise<void> => till.picture(path.join(pictures, `${String((pictureNumber += 1)).padStart(2, '0')}-${name}.png`))
  for (const [index, step] of shift.entries()) {
    const number = String(index + 1).padStart(2)
    const stepMs = performance.now()
    try {
      await step.run(running, picture)
    } catch (cause) {
      print(`${number} ✗ ${secondsSince(stepMs).padStart(5)} s  ${step.title}\n     ${cause instanceof Error ? cause.message : String(cause)}`)
      await Promise.allSettled([picture(running.a, 'till-a-at-the-end'), picture(running.b, 'till-b-at-the-end')])
      return false
    }
    print(`${number} ✓ ${secondsSince(stepMs).padStart(5)} s  ${step.title}`)
  }
  return true
}

async function stopEarly(running: DemoShop): Promise<void> {
  await running.close()
  deleteShop(running)
  process.exit(130)
}
