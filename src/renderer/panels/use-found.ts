import { useEffect, useState } from 'react'

/** Typing pauses for this long before the engine is asked: shorter than anyone notices, longer than between two keys. */
const ASK_AFTER_MS = 90

/**
 * What a search finds for what is typed. Answers that arrive out of order are dropped.
 * @param find must be stable between drawings.
 */
export function useFound<Found>(typed: string, find: (typed: string) => Promise<Found | null>): Found | null {
  const [found, setFound] = useState<{ readonly typed: string; readonly answer: Found | null } | null>(null)
  useEffect(() => {
    if (typed.trim() === '') return
    let isCurrent = true
    const timer = setTimeout(() => {
      void find(typed).then((answer) => {
        if (isCurrent) setFound({ typed, answer })
      })
    }, ASK_AFTER_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [typed, find])
  return typed.trim() === '' ? null : (found?.answer ?? null)
}

/** A choice in a list of `count`, moved by arrows; it goes back to the first when the list changes. */
export function useChoice(count: number, listId: string): { readonly chosen: number; readonly choose: (place: number) => void; readonly move: (step: -1 | 1) => void } {
  const [choice, setChoice] = useState({ listId, place: 0 })
  const place = choice.listId === listId ? Math.min(choice.place, Math.max(0, count - 1)) : 0
  const choose = (next: number): void => setChoice({ listId, place: Math.min(Math.max(0, next), Math.max(0, count - 1)) })
  return { chosen: place, choose, move: (step) => choose(place + step) }
}
