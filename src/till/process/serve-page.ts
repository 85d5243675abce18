import { serveCall, type PortMessage, type ReportBug } from '../../contract/serve.ts'
import type { TillEventName } from '../../contract/till-calls.ts'
import type { Engine } from '../engine-options.ts'
import type { ChannelPort } from './parent-port.ts'

/** Everything that the engine tells pages; as a record, so that a new event cannot be forgotten here. */
const eventNames: Record<TillEventName, true> = {
  'desk.changed': true,
  'status.changed': true,
  'scan.read': true,
  'printer.changed': true,
  'scanners.changed': true,
  'serial-find.changed': true,
  'calibration.changed': true,
}

/**
 * Serves one page over its port until the port closes: answers calls, passes events on.
 * @param onHello called when the page has been answered its hello: from then on it shows the till.
 */
export function servePage(port: ChannelPort, engine: Engine, reportBug: ReportBug, onHello: () => void): void {
  const send = (message: PortMessage): void => port.postMessage(message)
  const names = Object.keys(eventNames) as TillEventName[]
  const unsubscribe = names.map((name) => engine.on(name, (event) => send({ kind: 'event', name, event })))
  port.on('message', ({ data: request }) => {
    void serveCall(request, engine.handlers, reportBug).then((answer) => {
      if (answer === null) return
      send(answer)
      if (isHello(request)) onHello()
    })
  })
  port.on('close', () => {
    for (const off of unsubscribe) off()
  })
  port.start()
}

function isHello(request: unknown): boolean {
  return (request as { readonly name?: unknown }).name === 'till.hello'
}
