import { mkdirSync } from 'node:fs'
import { prepareTill } from '../support/till.ts'

/** Makes the folder of an enrolled till, closed cleanly. `node prepare.ts FOLDER`, or the function. */
export async function prepareFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await prepareTill(folder)
}
