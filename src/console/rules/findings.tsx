import type { ConsoleChecked } from '../../contract/console-wire.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { useText } from '../texts.ts'
import css from './rules.module.css'

/** What `check` found, each with its place in the file. */
export function Findings({ findings }: { readonly findings: ConsoleChecked['findings'] }) {
  const text = useText()
  return (
    <ul className={css['findings']}>
      {findings.map(({ level, path, problem }) => (
        <li key={`${level} ${path} ${problem}`}>
          <Badge icon={level === 'error' ? 'refused' : 'warning'} tone={level === 'error' ? 'stop' : 'wait'}>
            {text(`rules.${level}`)}
          </Badge>
          <code>{path === '' ? text('rules.whole-file') : path}</code>
          {/* The check speaks as the command line does: to whoever wrote the file. */}
          <span lang="en">{problem}</span>
        </li>
      ))}
    </ul>
  )
}
