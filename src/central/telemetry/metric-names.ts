/** What central counts, and what each means to whoever reads it. */
export const counters = {
  guichet_refusals_total: 'Requests that were refused, by code',
  guichet_decisions_total: 'Decisions by their state',
  guichet_mails_total: 'Letters to citizens by how sending them ended: sent, postponed, bounced, given_up',
  guichet_logins_started_total: 'Logins that services asked for, by registered client',
  guichet_logins_finished_total: 'Logins whose code became a token, by registered client',
  guichet_logins_refused_total:
    'Logins that were refused or cancelled, by registered client and the code of OpenID Connect',
} as const
export const histograms = {
  guichet_request_seconds: 'Answers by route, method and status',
  guichet_decision_seconds: 'From receipt to decision',
} as const
export type CounterName = keyof typeof counters
export type HistogramName = keyof typeof histograms

/** What waits is counted along an index, and never further than this. */
export const mostCounted = 10_000

/** What is read from the database when Prometheus asks, and what each means. */
export const gauges = {
  guichet_packets_waiting: `Sealed results that wait, by state; ${mostCounted} at most`,
  guichet_packets_oldest_seconds: 'Age of the oldest of them',
  guichet_stations: 'Kiosks by state',
  guichet_alarms_day: 'Alarms of the last day by kind',
  guichet_jobs: 'Decisions still to be taken, by the state of their job',
  guichet_job_retries: 'How often these were tried again',
  guichet_mails_waiting: `Letters to citizens that are to be sent; ${mostCounted} at most`,
  guichet_mails_oldest_seconds: 'Age of the oldest of them',
} as const
export type GaugeName = keyof typeof gauges
export type GaugeValue = { name: GaugeName; labels: Record<string, string>; value: number }
