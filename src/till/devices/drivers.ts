import type { DeviceAddress, DriverEvent, DriverRequest, FoundDevice } from './driver-messages.ts'
import type { DeviceListener, OpenDevice } from './open-device.ts'

/** The system's devices, as the drivers' process reaches them. */
export type Hardware = {
  list(): Promise<readonly FoundDevice[]>
  open(address: DeviceAddress, listener: DeviceListener): Promise<OpenDevice>
}

/**
 * Carries out what the engine asks, device by device, and tells what comes of it. Every request ends in an event; one
 * broken device disturbs no other.
 * @returns takes one request
 */
export function createDrivers(hardware: Hardware, tell: (event: DriverEvent) => void): (request: DriverRequest) => Promise<void> {
  const open = new Map<string, OpenDevice>()

  function end(deviceId: string, problem: string | null): void {
    if (!open.delete(deviceId)) return
    tell(problem === null ? { kind: 'closed', deviceId } : { kind: 'failed', deviceId, problem })
  }

  async function openDevice(deviceId: string, address: DeviceAddress): Promise<void> {
    try {
      const before = open.get(deviceId)
      open.delete(deviceId)
      await before?.close()
      const device: OpenDevice = await hardware.open(address, {
        onBytes: (bytes) => tell({ kind: 'bytes', deviceId, bytes }),
        // A device that was replaced meanwhile ends in silence.
        onEnd: (problem) => {
          if (open.get(deviceId) === device) end(deviceId, problem)
        },
      })
      open.set(deviceId, device)
      tell({ kind: 'opened', deviceId, reportDescriptor: device.reportDescriptor })
    } catch (cause) {
      tell({ kind: 'failed', deviceId, problem: problemOf(cause) })
    }
  }

  async function write(deviceId: string, writeId: number, how: (device: OpenDevice) => Promise<void>): Promise<void> {
    const device = open.get(deviceId)
    if (device === undefined) {
      tell({ kind: 'failed', deviceId, problem: 'not open' })
      return
    }
    try {
      await how(device)
      tell({ kind: 'written', deviceId, writeId })
    } catch (cause) {
      await device.close().catch(() => undefined)
      end(deviceId, problemOf(cause))
    }
  }

  return async (request) => {
    switch (request.kind) {
      case 'list':
        tell({ kind: 'listed', requestId: request.requestId, devices: await hardware.list().catch(() => []) })
        return
      case 'open':
        await openDevice(request.deviceId, request.address)
        return
      case 'write':
        await write(request.deviceId, request.writeId, (device) => device.write(request.bytes))
        return
      case 'write-feature':
        await write(request.deviceId, request.writeId, (device) => {
          return device.writeFeature?.(request.bytes) ?? Promise.reject(new Error('not a HID device'))
        })
        return
      case 'close':
        await open.get(request.deviceId)?.close().catch(() => undefined)
        end(request.deviceId, null)
    }
  }
}

function problemOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
