import { lookupRoute } from './applications/lookup.ts'
import type { Route } from './http/route.ts'
import type { PacketWriter } from './packets/packet-writer.ts'
import { putPacketRoute } from './packets/put-packet.ts'
import { configRoute, timeRoute } from './stations/config.ts'
import { registerRoute } from './stations/register.ts'
import { rotateKeyRoute } from './stations/rotate-key.ts'
import { tokenRoute } from './stations/token.ts'

/** The whole protocol between station and central, one row each. */
export function protocolRoutes(writer: PacketWriter): Route[] {
  return [timeRoute, registerRoute, tokenRoute, rotateKeyRoute, configRoute, putPacketRoute(writer), lookupRoute]
}
