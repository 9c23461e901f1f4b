import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createCentral } from '../../src/central/central.ts'
import { eventWait } from '../../src/contract/protocol/central-events.ts'
import { freePort } from '../fixtures/free-port.ts'
import { hasProxy, proxyNames, startProxy } from '../fixtures/proxies.ts'
import { ask } from '../simulate/held/question.ts'
import { joinStation } from '../simulate/virtual-station.ts'

// Real proxies as the runbook sets them, each before a real central; at once, for they wait most of the time.
vi.setConfig({ testTimeout: 90_000 })
test.concurrent.for(proxyNames.filter(hasProxy))(
  'through %s a kept question shows that it lives, and is answered at a stop',
  async (name) => {
    const [port, target] = [await freePort(), await freePort()]
    const proxy = await startProxy(name, { port, target })
    const start = () =>
      createCentral({ environment: 'training', seed: 'training', port: target, publicOrigin: proxy.url })
    const central = await start()
    const stop = new AbortController()
    try {
      const station = await joinStation(proxy.url, 'TRAINING-STATION')
      const question = await ask(station, '', stop.signal)
      await setTimeout(eventWait.breathMs + 2_000)
      expect(question).toMatchObject({ breaths: 2, isOver: false })
      await central.stop()
      await vi.waitFor(() => expect(question).toMatchObject({ isOver: true, wasCut: false }), 5_000)
      expect(JSON.parse(question.text)).toEqual({ events: [], next: '' })
    } finally {
      stop.abort()
      await central.stop()
      await proxy.stop()
    }
  },
)
