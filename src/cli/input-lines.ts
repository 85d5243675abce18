import { StringDecoder } from 'node:string_decoder'

/** Lines of a stream as they arrive, split at line feeds only: other separators may stand inside JSON strings. */
export async function* inputLines(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of input) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  rest += decoder.end()
  if (rest !== '') yield rest
}
