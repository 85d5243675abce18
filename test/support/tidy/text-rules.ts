import ts from 'typescript'
import { isSource } from './project.ts'
import { nodeRule, type Rule } from './rule.ts'

/** Put together, so that this file does not hold what it looks for. */
const places = [['registry', 'npmjs', 'org'].join('.'), ['npmmirror', 'com'].join('.'), ['farm', 'studio'].join('-'), ['farm', 'bench'].join('-'), ['', 'work', ''].join('/')]

const spokenAttributes = /^(aria-label|aria-description|title|placeholder|alt|label)$/
/** The product's name is the same in every language. */
const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text) && text.trim() !== 'Tillpoint'

/** Words in a page that are not looked up in the texts of the interface. */
function speaks(node: ts.Node, tree: ts.SourceFile): string | null {
  if (ts.isJsxText(node) && hasLetters(node.text)) return node.text.trim()
  if (ts.isJsxAttribute(node) && spokenAttributes.test(node.name.getText(tree)) && node.initializer && ts.isStringLiteral(node.initializer)) {
    return hasLetters(node.initializer.text) ? node.initializer.text : null
  }
  return ts.isStringLiteralLike(node) && /\p{Script=Han}/u.test(node.text) ? node.text : null
}

export const textRules: readonly Rule[] = [
  {
    name: 'no texts for people in the pages’ code',
    instead: 'a key of src/ui/i18n, in every language',
    check: nodeRule((name) => isSource(name) && /^src\/(renderer|console)\//.test(name), speaks),
    broken: ['<b>Save</b>', '<b title="Save" />', '{"\u4fdd\u5b58"}'].map((text) => ({ 'src/renderer/a.tsx': `export const a = <i>${text}</i>\n` })),
    fine: { 'src/renderer/a.tsx': 'export const a = <i className="wide">{t("save")} · </i>\n' },
  },
  {
    name: 'nothing names a package registry or a path of one machine',
    instead: 'npm’s own settings, or a path relative to the clone',
    check: (project) => [...project].flatMap(([name, text]) => text.split('\n').flatMap((line, index) => {
      const place = places.find((candidate) => line.includes(candidate))
      return place === undefined ? [] : [`${name}:${index + 1} names ${place}`]
    })),
    broken: places.map((place) => ({ 'README.md': `see ${place}x\n` })),
    fine: { 'README.md': 'see the registry; work/ is a folder\n' },
  },
]
