/** Why a till cannot be started, beside trouble with its files (DbError). */
export type StartRefusal =
  /** It has no identity and no code to get one with. */
  | 'not_enrolled'
  /** HQ did not take the code: wrong, used, or older than 15 minutes. */
  | 'enrol_code_refused'
  /** HQ could not be reached for the enrolment. */
  | 'enrol_hq_away'
  /** HQ's answer to the enrolment cannot be used. */
  | 'enrol_bad_answer'
  /** The keys of this till were wrapped by another key store: a copied folder, or a lost keychain. */
  | 'keys_unreadable'

/** A start that a person has to help with; `message` says how. */
export class StartRefused extends Error {
  readonly code: StartRefusal
  constructor(code: StartRefusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartRefused'
    this.code = code
  }
}
