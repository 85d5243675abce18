import { checkProgramme } from '../contract/check-programme.ts'
import { parseProgramme } from '../contract/programme-file.ts'
import type { RunCommand } from './command.ts'
import { readJsonFile } from './json-file.ts'

/** `tillpoint check`: one JSON line a finding; a failed example or a legal minimum exits 1, the schema 2. */
export const checkCommand: RunCommand = (args, print, complain) => {
  const [file, ...others] = args
  if (file === undefined || others.length > 0) {
    complain('usage: tillpoint check PROGRAMME.json')
    return Promise.resolve(2)
  }
  const read = readJsonFile(file)
  const parsed = read.ok ? parseProgramme(read.json) : read
  if (!parsed.ok) {
    print(JSON.stringify({ level: 'error', path: parsed.path, problem: parsed.problem }))
    return Promise.resolve(2)
  }
  const findings = checkProgramme(parsed.programme)
  for (const finding of findings) print(JSON.stringify(finding))
  return Promise.resolve(findings.some((finding) => finding.level === 'error') ? 1 : 0)
}
