/** What was looked at. */
export type CheckName = 'data-folder' | 'devices' | 'udev-rules' | 'printer' | 'fsync' | 'disk-space' | 'fonts' | 'clock' | 'keychain' | 'sqlite' | 'hq'

/** What was found. `warn`: the till works, something should be seen to · `bad`: it will not, or data is at risk. */
export type Finding = {
  readonly check: CheckName
  readonly state: 'ok' | 'warn' | 'bad'
  readonly found: string
  /** What to do; '' where all is well. */
  readonly todo: string
}

export function fine(check: CheckName, found: string): Finding {
  return { check, state: 'ok', found, todo: '' }
}
export function warn(check: CheckName, found: string, todo: string): Finding {
  return { check, state: 'warn', found, todo }
}
export function bad(check: CheckName, found: string, todo: string): Finding {
  return { check, state: 'bad', found, todo }
}
