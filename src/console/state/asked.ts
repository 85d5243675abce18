import { useEffect, useState } from 'react'
import type { Asked } from '../api.ts'

/** A list that is read once the page shows it, and again when `question` changes. The last answer stays until the next. */
export function useAsked<Answer>(question: string, ask: (question: string) => Promise<Asked<Answer>>): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let isWanted = true
    void ask(question).then((asked) => {
      if (isWanted && asked.kind === 'answer') setAnswer(asked.answer)
    })
    return () => {
      isWanted = false
    }
  }, [question, ask])
  return answer
}
