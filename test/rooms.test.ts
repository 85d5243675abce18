import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './support/tidy/project.ts'
import { mayImport, reachable, rooms } from './support/tidy/rooms.ts'

/** Rooms that run on both sides, or in a page: no Node there; and none of these but pages know the DOM. */
const withoutNode = ['domain', 'scan', 'journal', 'contract', 'preload', 'ui', 'renderer', 'console']
const withoutDom = ['domain', 'scan', 'journal', 'contract', 'till', 'hq', 'main', 'cli']

let copy = ''
let complaints = ''

/** One compilation of a copy that holds the settings of every room and, in place of its code, one probe per question. */
beforeAll(async () => {
  copy = mkdtempSync(path.join(tmpdir(), 'tillpoint-rooms-'))
  cpSync(path.join(root, 'build/tsconfig'), path.join(copy, 'build/tsconfig'), { recursive: true })
  cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'))
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
  for (const room of rooms) {
    const folder = path.join(copy, 'src', room)
    mkdirSync(folder, { recursive: true })
    cpSync(path.join(root, 'src', room, 'tsconfig.json'), path.join(folder, 'tsconfig.json'))
    writeFileSync(path.join(folder, 'here.ts'), `export const here: string = '${room}'\n`)
    for (const other of rooms.filter((name) => name !== room)) {
      writeFileSync(path.join(folder, `to-${other}.ts`), `import { here } from '../${other}/here.ts'\nexport const there: string = here\n`)
    }
    writeFileSync(path.join(folder, 'uses-node.ts'), `import { readFileSync } from 'node:fs'\nexport const read: unknown = readFileSync\n`)
    writeFileSync(path.join(folder, 'uses-dom.ts'), 'export const page: unknown = document\n')
  }
  const references = rooms.map((room) => ({ path: `src/${room}` }))
  writeFileSync(path.join(copy, 'tsconfig.json'), JSON.stringify({ files: [], references }))
  complaints = await compile()
})

afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

function compile(): Promise<string> {
  const args = [path.join(root, 'node_modules/typescript/bin/tsc'), '-b', '--pretty', 'false']
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 1e8 }, (_, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
}

const refuses = (probe: string): boolean => complaints.split('\n').some((line) => line.startsWith(`src/${probe}.ts(`) && line.includes('error TS'))

describe.each(rooms)('room %s', (room) => {
  const others = rooms.filter((name) => name !== room)
  const allowed = mayImport[room] ?? []

  it.each(others.filter((other) => !reachable(room).includes(other)))('does not compile with an import of %s', (other) => {
    expect(refuses(`${room}/to-${other}`)).toBe(true)
  })
  it.each(others.filter((other) => allowed.includes(other)))('compiles with an import of %s', (other) => {
    expect(refuses(`${room}/to-${other}`), complaints).toBe(false)
  })
  it(withoutNode.includes(room) ? 'knows no Node' : 'knows Node', () => {
    expect(refuses(`${room}/uses-node`)).toBe(withoutNode.includes(room))
  })
  it(withoutDom.includes(room) ? 'knows no DOM' : 'knows the DOM', () => {
    expect(refuses(`${room}/uses-dom`)).toBe(withoutDom.includes(room))
  })
})

it('every room of src/ is one of these', () => {
  expect(readdirSync(path.join(root, 'src')).sort()).toEqual([...rooms].sort())
})
