import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/**
 * Whether a connection on the loopback interface comes from a process of another account: `own`, `other`, `gone` where
 * it closed already, which leaves a row without an account, or `unknown` where the system does not tell. Linux does, in /proc/net/tcp (proc_net_tcp.txt of the kernel): the row whose local address is the peer's names its
 * owner. Root is another account too, unless it runs the station.
 */
export function peerAccount(socket: Socket): 'own' | 'other' | 'gone' | 'unknown' {
  if (process.platform !== 'linux' || process.getuid === undefined) return 'unknown'
  const { remotePort, localPort } = socket
  if (remotePort === undefined || localPort === undefined) return 'unknown'
  const rows = readRows()
  // A system whose table lacks our own end of the connection does not tell.
  if (!rows.some((row) => row.local === localPort && row.remote === remotePort)) return 'unknown'
  const peer = rows.find((row) => row.local === remotePort && row.remote === localPort)
  if (peer?.uid === process.getuid()) return 'own'
  const isOpen = peer?.state === established
  return isOpen || (peer?.uid ?? 0) !== 0 ? 'other' : 'gone'
}

/** TCP_ESTABLISHED of the kernel's tcp_states.h. */
const established = '01'

interface Row {
  local: number
  remote: number
  uid: number
  state: string
}

/** Ports are hexadecimal; a row is `sl local_address rem_address st tx:rx tr:tm retrnsmt uid …`. Loopback addresses only. */
function readRows(): Row[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    let text: string
    try {
      text = readFileSync(file, 'latin1')
    } catch {
      return []
    }
    return text
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local, remote, state, , , , uid] = line.trim().split(/\s+/)
        const isLoopback = local !== undefined && /^(0{24}|0{16}FFFF0{4})?0100007F:/i.test(local)
        return isLoopback ? [{ local: portOf(local), remote: portOf(remote!), uid: Number(uid), state: state! }] : []
      })
  })
}

const portOf = (address: string) => Number.parseInt(address.split(':')[1]!, 16)
