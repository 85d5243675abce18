/** A start that did not succeed; `what` is one line for a person, with the remedy. */
export class EmbeddedPostgresError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'EmbeddedPostgresError'
  }
}
