import type { z } from 'zod'
import { logRequests } from './requests/log.ts'
import { peopleRequests } from './requests/people.ts'
import { queueRequests } from './requests/queue.ts'
import { sessionRequests } from './requests/session.ts'
import { stationRequests } from './requests/station.ts'
import { trainingRequests } from './requests/training.ts'
import { trustRequests } from './requests/trust.ts'
import { visitsRequests } from './requests/visits.ts'

/** Every request the UI can make of the station, a table a subject: who may ask, what comes in, what goes out. */
export const requests = {
  ...stationRequests,
  ...peopleRequests,
  ...sessionRequests,
  ...queueRequests,
  ...visitsRequests,
  ...logRequests,
  ...trustRequests,
  ...trainingRequests,
}

export type RequestName = keyof typeof requests
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>
