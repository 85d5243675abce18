import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../support/tidy/project.ts'

/** The sample shop that HQ is filled with: whom and what the demo scans. */
type SampleMember = { readonly memberId: string; readonly cards: readonly string[]; readonly phone: string | null }
type SampleProduct = { readonly sku: string; readonly barcodes: readonly string[] }

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, 'resources/sample', name), 'utf8'))
const members = read('members.json') as readonly SampleMember[]
const products = read('products.json') as readonly SampleProduct[]

/** The code on a product's packing. */
export function barcodeOf(sku: string): string {
  return products.find((product) => product.sku === sku)?.barcodes[0] ?? missing(sku)
}

/** The number of a member's card. */
export function cardOf(memberId: string): string {
  return members.find((member) => member.memberId === memberId)?.cards[0] ?? missing(memberId)
}

/** A member's phone number. */
export function phoneOf(memberId: string): string {
  return members.find((member) => member.memberId === memberId)?.phone ?? missing(memberId)
}

function missing(id: string): never {
  throw new Error(`the sample shop has no ${id}`)
}
