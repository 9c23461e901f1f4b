import { lookupRoute } from './applications/lookup.ts'
import { appointmentsRoute } from './appointments/list.ts'
import { appointmentOutcomeRoute } from './appointments/outcome.ts'
import { eventsRoute } from './events/events.ts'
import { clerkFiguresRoute } from './figures/clerk-figures-route.ts'
import { reportRoute } from './fleet/report.ts'
import { healthRoute, readyRoute } from './http/health.ts'
import { openApiRoute, stationApi } from './http/openapi.ts'
import type { Route } from './http/route.ts'
import type { PacketWriter } from './packets/packet-writer.ts'
import { enrolKeyRoute } from './people/enrol-key.ts'
import { putOperatorRoute } from './people/put-operator.ts'
import { putPacketRoute } from './packets/put-packet.ts'
import { packetStatusRoute } from './packets/status.ts'
import { auditHeadRoute } from './stations/audit-head.ts'
import { configRoute, timeRoute } from './stations/config.ts'
import { registerRoute } from './stations/register.ts'
import { rotateKeyRoute } from './stations/rotate-key.ts'
import { visitorRoute } from './training/visitors/send-visitor.ts'
import { trustFileRoute } from './trust/trust-bundle.ts'
import { tokenRoute } from './stations/token.ts'
import { beginWitnessRoute } from './witness/begin.ts'
import { concludeWitnessRoute } from './witness/conclude.ts'

/** The whole protocol between station and central, one row each. */
export function protocolRoutes(writer: PacketWriter): Route[] {
  const routes: Route[] = [
    timeRoute,
    registerRoute,
    tokenRoute,
    rotateKeyRoute,
    auditHeadRoute,
    reportRoute,
    configRoute,
    trustFileRoute,
    putPacketRoute(writer),
    packetStatusRoute,
    eventsRoute,
    putOperatorRoute,
    enrolKeyRoute,
    lookupRoute,
    clerkFiguresRoute,
    visitorRoute,
    beginWitnessRoute,
    concludeWitnessRoute,
    appointmentsRoute,
    appointmentOutcomeRoute,
    healthRoute,
    readyRoute,
  ]
  return [...routes, openApiRoute(stationApi, routes)]
}
