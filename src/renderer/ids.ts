/** A name for something that this page asks to be done once: a repeat of the call carries the same. */
export function newId(): string {
  return crypto.randomUUID()
}
