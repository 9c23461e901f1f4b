import type { PacketPayload } from './protocol/packet.ts'

type Optional = { [K in keyof PacketPayload]-?: undefined extends PacketPayload[K] ? K : never }[keyof PacketPayload]

/**
 * Members that a packet may lack, because a version of before does not know them. `decides`: it is sealed whoever central is, and a central that
 * does not know it refuses the packet, which waits at the station until central is brought up to date. Nothing that decides is ever left out in silence.
 */
const optional: Record<Optional, 'decides' | 'informs'> = {
  roster_as_of: 'decides',
  concern: 'decides',
  course: 'informs',
}

/** What central names in its configuration (`packet_members`): the optional members of packets that it takes. */
export const packetMembers = Object.keys(optional)

/** The packet as it may be sealed for a central that takes the `taken` members: without what only informs and is unknown there. */
export function packetFor(taken: readonly string[], payload: PacketPayload): PacketPayload {
  const isLeftOut = (name: string) => optional[name as Optional] === 'informs' && !taken.includes(name)
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !isLeftOut(name))) as PacketPayload
}
