import { parentPort, type ChannelPort } from '../process/parent-port.ts'
import { readDriverRequest } from './driver-wire.ts'
import { createDrivers, type Hardware } from './drivers.ts'
import { listHidDevices, openHidDevice } from './hid-device.ts'
import { listSerialPorts, openSerialPort } from './serial-device.ts'

/** The drivers' own process: native code that may crash, kept away from the engine and its files. Bytes only. */
const hardware: Hardware = {
  list: async () => {
    const kinds = await Promise.allSettled([listHidDevices(), listSerialPorts()])
    return kinds.flatMap((kind) => (kind.status === 'fulfilled' ? kind.value : []))
  },
  open: (address, listener) =>
    address.kind === 'hid' ? openHidDevice(address.path, listener) : openSerialPort(address.path, address.baudRate, listener, address.parity, address.dataBits),
}

let engine: ChannelPort | null = null
const carryOut = createDrivers(hardware, (event) => engine?.postMessage(event))

/** A new engine knows none of the devices that the one before had opened: it opens them again. */
parentPort().on('message', ({ ports }) => {
  const port = ports[0]
  if (port === undefined) return
  engine?.close()
  engine = port
  port.on('message', ({ data: raw }) => {
    const request = readDriverRequest(raw)
    if (request !== null) void carryOut(request)
  })
  port.start()
})
