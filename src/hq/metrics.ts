import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus reads at /metrics. A registry a process part, so that several HQs in one test do not collide. */
export type Metrics = {
  readonly registry: Registry
  readonly eventsStored: Counter
  readonly eventsApplied: Counter<'outcome'>
  readonly requestSeconds: Histogram<'route' | 'status'>
  readonly feedHead: Gauge
  stop(): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    eventsStored: new Counter({ name: 'tillpoint_events_stored_total', help: 'Journal events made durable by this process', registers }),
    eventsApplied: new Counter({ name: 'tillpoint_events_applied_total', help: 'Journal events applied by this process, by what became of them', labelNames: ['outcome'], registers }),
    requestSeconds: new Histogram({ name: 'tillpoint_request_seconds', help: 'Time to answer, by route and status', labelNames: ['route', 'status'], registers }),
    feedHead: new Gauge({ name: 'tillpoint_feed_head_position', help: 'Newest position of the change feed that this process has seen', registers }),
    stop: () => registry.clear(),
  }
}
