import type { ScannerTrouble } from '../../contract/device-calls.ts'
import { modeByIds } from '../../scan/hid/vendors.ts'

/** What is known of a device that makes trouble. */
export type TroubledDevice =
  | { readonly kind: 'serial' }
  | { readonly kind: 'hid'; readonly vendorId: number; readonly productId: number }

/**
 * What the system's words about a device mean for people, or nothing is known (`other`).
 * @param problem as the libraries give it: errno words on Unix, sentences on Windows
 */
export function scannerTrouble(problem: string, device: TroubledDevice): ScannerTrouble {
  // A keyboard belongs to Windows alone: a scanner that "cannot be opened" and has a keyboard's ids is in that mode.
  if (device.kind === 'hid' && modeByIds(device.vendorId, device.productId) === 'keyboard') return 'keyboard-mode'
  if (/cannot lock|EBUSY|busy|temporarily unavailable|being used by another|in use/i.test(problem)) return 'in-use'
  if (/EACCES|EPERM|permission|not permitted/i.test(problem)) return 'no-permission'
  // Windows says so of a port or device that another program holds.
  if (/access (is )?denied/i.test(problem)) return 'in-use'
  if (/ENOENT|ENODEV|ENXIO|no such (file|device)|file not found|cannot find/i.test(problem)) return 'not-there'
  if (/could not read|read failed|read error|EIO|ReadFile/i.test(problem)) return 'read-error'
  return 'other'
}
