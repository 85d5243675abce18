import path from 'node:path'
import type { Print, RunCommand } from './command.ts'
import { inputLines } from './input-lines.ts'
import { parseJson, readJsonFile } from './json-file.ts'
import { badInput, programmesIn, quoteCase } from './quote-case.ts'
import type { QuoteAnswer } from './quote-case.ts'

/** `tillpoint quote`: one case from a file, or with `-` one a line from standard input. */
export const quoteCommand: RunCommand = async (args, print, complain) => {
  const [file, ...others] = args
  if (file === undefined || others.length > 0) {
    complain('usage: tillpoint quote CASE.json | -')
    return 2
  }
  if (file === '-') {
    await quoteStream(print, complain)
    return 0
  }
  const answer = quoteCase(readJsonFile(file), programmesIn(path.dirname(file)))
  print(JSON.stringify(answer.result, null, 2))
  return answer.exit
}

/** One answer a line, in order, each written before the next case is looked at. */
async function quoteStream(print: Print, complain: Print): Promise<void> {
  const programmes = programmesIn(process.cwd())
  for await (const line of inputLines(process.stdin)) {
    if (line.trim() === '') continue
    print(JSON.stringify(answerLine(line, programmes, complain)))
    if (process.stdout.writableNeedDrain) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
}

/** A bug met by one case costs that case alone; it is told in full on standard error. */
function answerLine(line: string, programmes: ReturnType<typeof programmesIn>, complain: Print): QuoteAnswer {
  try {
    return quoteCase(parseJson(line), programmes)
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return badInput('internal', '', 'the engine failed on this case; please report it')
  }
}
