import { createHidReader, hidKind, type HidIdentity } from '../../scan/hid/hid-device.ts'
import { parseHidDescriptor } from '../../scan/hid/descriptor.ts'
import { activationReport, makesScanners, modeByIds, vendorName } from '../../scan/hid/vendors.ts'
import type { ByteSource, FoundHid, SourcePlan } from './byte-source.ts'

/** Usage pages of scanners: the public one, and the vendor page of Honeywell's "REM" mode. */
const SCANNER_PAGES = [0x8c, 0xff8c]
const BAR_CODE_SCANNER = 0x02
const GENERIC_DESKTOP = 0x01
const KEYBOARD = 0x06
/** Cheap boards have others' ids; their names tell. */
const SCANNER_NAME = /scan|bar ?code/i

/** Looks at a HID device that was found: its usages first, its ids second, because ids change with the mode. */
export function planHid(found: FoundHid): SourcePlan {
  const { vendorId, productId, path, usagePage, usage } = found
  const deviceId = `hid:${path}`
  const label = found.label !== '' ? found.label : (vendorName(vendorId) ?? 'HID')
  const mode = modeByIds(vendorId, productId)
  const isScanner = SCANNER_PAGES.includes(usagePage) && usage === BAR_CODE_SCANNER
  if (!isScanner && usagePage === GENERIC_DESKTOP && usage === KEYBOARD) {
    return mode === 'keyboard' || makesScanners(vendorId) || SCANNER_NAME.test(found.label)
      ? { kind: 'types', deviceId, label }
      : { kind: 'ignore' }
  }
  if (!isScanner && mode !== 'magstripe') return { kind: 'ignore' }
  const identify = (descriptor: Uint8Array | null): HidIdentity => ({ vendorId, productId, descriptor })
  return {
    kind: 'open',
    deviceId,
    label,
    address: { kind: 'hid', path },
    device: { kind: 'hid', vendorId, productId },
    settings: '',
    source: (descriptor) => hidSource(identify(descriptor)),
  }
}

/** The source of an open scanner or stripe reader. */
export function hidSource(identity: HidIdentity): ByteSource {
  const kind = hidKind(identity, null)
  // Whatever its descriptor also says: this one was opened as a scanner.
  const reader = createHidReader(kind === 'magstripe' ? 'magstripe' : 'scanner', identity)
  const descriptor = identity.descriptor === null ? null : parseHidDescriptor(identity.descriptor)
  return {
    take: (report, atMs) => reader.report(report, atMs),
    idle: (atMs) => reader.idle(atMs),
    flush: () => reader.flush(),
    get wakeAtMs() {
      return reader.wakeAtMs
    },
    activation: descriptor === null ? null : activationReport(identity.vendorId, descriptor),
  }
}
