import { readFileSync } from 'node:fs'
import { HIDAsync, devicesAsync } from 'node-hid'
import type { FoundDevice } from './driver-messages.ts'
import type { OpenDevice, DeviceListener } from './open-device.ts'

/** HID devices that are plugged in now. */
export async function listHidDevices(): Promise<readonly FoundDevice[]> {
  const found = await devicesAsync()
  return found.flatMap(({ path, vendorId, productId, usagePage, usage, manufacturer, product }) =>
    path === undefined
      ? []
      : [{ kind: 'hid' as const, path, label: [manufacturer, product].filter(Boolean).join(' '), vendorId, productId, usagePage: usagePage ?? 0, usage: usage ?? 0 }],
  )
}

/**
 * Opens one HID device by its path; reports arrive with their id first.
 * @throws when it is not there or may not be opened
 */
export async function openHidDevice(path: string, listener: DeviceListener): Promise<OpenDevice> {
  const device = await HIDAsync.open(path)
  // The library hands a string to this listener, against its types, and throws where there is none.
  device.on('error', (cause: unknown) => listener.onEnd(cause instanceof Error ? cause.message : String(cause)))
  device.on('data', (report: Buffer) => listener.onBytes(report))
  return {
    reportDescriptor: reportDescriptorOf(path),
    write: async (bytes) => {
      await device.write(Buffer.from(bytes))
    },
    writeFeature: async (bytes) => {
      await device.sendFeatureReport(Buffer.from(bytes))
    },
    close: () => device.close(),
  }
}

/** Linux shows a device's report descriptor as a file; elsewhere there is none to be read. */
function reportDescriptorOf(path: string): Uint8Array | null {
  const name = /^\/dev\/(hidraw\d+)$/.exec(path)?.[1]
  if (name === undefined) return null
  try {
    return readFileSync(`/sys/class/hidraw/${name}/device/report_descriptor`)
  } catch {
    return null
  }
}
