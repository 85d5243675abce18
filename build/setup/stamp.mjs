// A step is skipped when the content of all it reads is what it was when the step last ended well.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inClone, root } from './places.mjs'

/**
 * SHA-256 over names and contents of files and, recursively, folders (paths relative to the clone).
 * @param {readonly string[]} inputs
 */
export function hashOf(inputs) {
  const hash = createHash('sha256')
  const add = (relative) => {
    const absolute = path.join(root, relative)
    if (!existsSync(absolute)) return
    if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) add(path.join(relative, name))
      return
    }
    const content = readFileSync(absolute)
    hash.update(`${relative}\0${content.length}\0`).update(content)
  }
  for (const input of inputs) add(input)
  return hash.digest('hex')
}

const stampFile = (name) => inClone('out/stamps', name)

/** @param {string} name @param {string} hash */
export function isStamped(name, hash) {
  return existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === hash
}

/** @param {string} name @param {string} hash */
export function stamp(name, hash) {
  mkdirSync(inClone('out/stamps'), { recursive: true })
  writeFileSync(stampFile(name), hash)
}
