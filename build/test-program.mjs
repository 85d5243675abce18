// A program of test/ behind an npm script: what set-up is missing first, then the program under the project's Node.
import { runUnderProjectNode } from './under-project-node.mjs'

const [program, ...args] = process.argv.slice(2)
await runUnderProjectNode(program, 'test', args)
