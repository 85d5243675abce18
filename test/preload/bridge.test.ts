import { describe, expect, it } from 'vitest'
import type { PortRequest } from '../../src/contract/serve.ts'
import { createBridge, type PagePort } from '../../src/preload/bridge.ts'

/** A port whose other end is in the test's hand. */
function fakePort() {
  const sent: PortRequest[] = []
  const port: PagePort = { onmessage: null, postMessage: (message) => void sent.push(message), close: () => (port.onmessage = null) }
  return { port, sent, deliver: (message: unknown) => port.onmessage?.({ data: message }) }
}
const away = { ok: false, error: { code: 'engine_away' } }

describe('the bridge of a page', () => {
  it('matches answers to calls, in whatever order they come', async () => {
    const { bridge, connect } = createBridge()
    const { port, sent, deliver } = fakePort()
    connect(port)
    const [first, second] = [bridge.invoke('basket.clear', {}), bridge.invoke('sale.next', {})]
    expect(sent.map(({ name }) => name)).toEqual(['basket.clear', 'sale.next'])
    deliver({ kind: 'reply', id: sent[1]?.id, reply: { ok: true, output: 'second' } })
    deliver({ kind: 'reply', id: sent[0]?.id, reply: { ok: true, output: 'first' } })
    expect([await first, await second]).toEqual([{ ok: true, output: 'first' }, { ok: true, output: 'second' }])
  })

  it('keeps what is asked before the first port comes', async () => {
    const { bridge, connect } = createBridge()
    const asked = bridge.invoke('till.hello', {})
    const { port, sent, deliver } = fakePort()
    connect(port)
    deliver({ kind: 'reply', id: sent[0]?.id, reply: { ok: true, output: 1 } })
    expect(await asked).toEqual({ ok: true, output: 1 })
  })

  it('answers engine_away to what the engine that died had been asked, and goes on with the next', async () => {
    const { bridge, connect, away: engineDied } = createBridge()
    connect(fakePort().port)
    const open = bridge.invoke('sale.pay', {})
    engineDied()
    expect(await open).toEqual(away)
    const asked = bridge.invoke('sale.next', {})
    const { port, sent, deliver } = fakePort()
    connect(port)
    expect(sent.map(({ name }) => name)).toEqual(['sale.next'])
    deliver({ kind: 'reply', id: sent[0]?.id, reply: { ok: true, output: 2 } })
    expect(await asked).toEqual({ ok: true, output: 2 })
  })

  it('gives up on an engine that does not come back', async () => {
    const due: (() => void)[] = []
    const { bridge, connect, away: engineDied } = createBridge((_delayMs, act) => due.push(act))
    connect(fakePort().port)
    engineDied()
    const asked = bridge.invoke('sale.pay', {})
    due[0]?.()
    expect(await asked).toEqual(away)
    const { port, sent } = fakePort()
    connect(port)
    expect(sent).toEqual([])
  })

  it('hears nothing more from an engine that was replaced', () => {
    const { bridge, connect } = createBridge()
    const old = fakePort()
    connect(old.port)
    connect(fakePort().port)
    const heard: unknown[] = []
    bridge.on('status.changed', (status) => heard.push(status))
    old.deliver({ kind: 'event', name: 'status.changed', event: 1 })
    expect(heard).toEqual([])
  })

  it('passes events on until the listener goes', () => {
    const { bridge, connect } = createBridge()
    const { port, deliver } = fakePort()
    connect(port)
    const heard: unknown[] = []
    const off = bridge.on('desk.changed', (desk) => heard.push(desk))
    deliver({ kind: 'event', name: 'desk.changed', event: 'a' })
    off()
    deliver({ kind: 'event', name: 'desk.changed', event: 'b' })
    expect(heard).toEqual(['a'])
  })
})
