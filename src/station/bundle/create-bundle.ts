import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { codeOf, Failure, type FailureCode } from '../../contract/failure.ts'
import { IsoTime } from '../../contract/identity.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { Environment } from '../../contract/protocol/environment.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { maxPacketBytes } from '../../contract/protocol/packet.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import { createSignatureCheck } from '../../jose/verify-jws.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { Queue } from '../queue/port.ts'
import type { StationIdentity } from '../sync/port.ts'
import type { Store } from '../store/open-store.ts'

const BundlePacket = z.strictObject({
  packet_id: z.uuid(),
  application_id: z.uuid(),
  station_id: z.string().min(1).max(120),
  seq: z.int().positive(),
  sha256: Sha256Hex,
  sealed_at: IsoTime,
  jwe: z.string().max(maxPacketBytes),
})
/** A gzip'd JSON file; `signature` is the station's over the canonical form of the rest, against damage on the way. */
const Bundle = z.strictObject({
  guichet: z.literal('packet-bundle'),
  version: z.literal(1),
  environment: Environment,
  exported_at: IsoTime,
  exported_by: z.string(),
  key: PublicJwk,
  packets: z.array(BundlePacket),
  signature: z.string(),
})
type Bundle = z.infer<typeof Bundle>
type BundlePacket = z.infer<typeof BundlePacket>

/** What fits through `queue.importBundle`, with room to spare; a larger backlog takes several files, unexported first, and the
 * name of each says how many packets are in none yet. */
const maxJweBytes = 6_000_000
const maxBundleBytes = 24_000_000

/** Central takes nothing from such a station, and it is about to be wiped: the stick belongs elsewhere. */
const whyNotDeliverable: Partial<Record<StationIdentity['state'], FailureCode>> = {
  unregistered: 'station_not_registered',
  revoked: 'station_revoked',
  wiped: 'station_revoked',
}

interface BundleParts {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  /** This station's own standing at central. */
  state: () => StationIdentity['state']
  bus: Bus
}

/**
 * Takes unsent packets off a broken machine, encrypted as they are. They stay queued here as well: central gives both
 * deliveries the same receipt, so each still arrives exactly once.
 */
export function createBundle(parts: BundleParts): Pick<Queue, 'exportBundle' | 'importBundle'> {
  return {
    exportBundle: (by) => exportBundle(parts, by),
    importBundle: (bytes, by) => {
      const bundle = readBundle(bytes)
      if (bundle.environment !== parts.store.environment) throw new Failure('training_forbidden')
      const code = whyNotDeliverable[parts.state()]
      if (code !== undefined) throw new Failure(code)
      const answer = parts.store.transaction(() => importPackets(parts, bundle, by))
      parts.bus.publish({ type: 'packets_released' })
      return answer
    },
  }
}

function exportBundle(parts: BundleParts, by: string): ReturnType<Queue['exportBundle']> {
  const { store, clock, keys } = parts
  const packets = choosePackets(store)
  const exportedAt = clock.now().toISOString()
  const signer = keys.signer()
  const content = {
    guichet: 'packet-bundle' as const,
    version: 1 as const,
    environment: store.environment,
    exported_at: exportedAt,
    exported_by: by,
    key: signer.publicJwk,
    packets,
  }
  const signature = Buffer.from(signer.sign(Buffer.from(canonicalJson(content)))).toString('base64url')
  record(parts, packets, exportedAt, by)
  const left = store.db
    .prepare<[], { n: number }>('SELECT count(*) AS n FROM outbox WHERE receipt IS NULL AND exported_at IS NULL')
    .get()!.n
  const time = exportedAt.slice(0, 19).replaceAll(':', '')
  const fileName = `guichet-packets-${time}${left > 0 ? `-${left}-left` : ''}.bundle`
  return { bytes: gzipSync(JSON.stringify({ ...content, signature })), fileName, packets: packets.length }
}

/** A full disk is what packets must be taken off: they leave without the mark then, and the next file holds them again. */
function record({ store, audit }: BundleParts, packets: BundlePacket[], exportedAt: string, by: string): void {
  const mark = store.db.prepare('UPDATE outbox SET exported_at = ? WHERE packet_id = ?')
  try {
    store.transaction(() => {
      for (const packet of packets) mark.run(exportedAt, packet.packet_id)
      audit.append({ action: 'queue.exported', actor: by, subject: null, facts: { packets: packets.length } })
    })
  } catch (error) {
    if (codeOf(error) !== 'store_disk_full') throw error
  }
}

function choosePackets({ db }: Store): BundlePacket[] {
  const rows = db
    .prepare<[], BundlePacket & { again: 0 | 1 }>(
      `SELECT exported_at IS NOT NULL AS again, packet_id, application_id, station_id, seq, sha256, sealed_at, CAST(jwe AS TEXT) AS jwe
       FROM outbox JOIN sealed_packets USING (position) WHERE receipt IS NULL
       ORDER BY again, exported_at, position`,
    )
    .iterate()
  const chosen: BundlePacket[] = []
  let bytes = 0
  let kind: 0 | 1 | null = null
  for (const { again, ...packet } of rows) {
    bytes += packet.jwe.length
    // Those that are in no file yet have one of their own.
    if (bytes > maxJweBytes || again !== (kind ??= again)) break
    chosen.push(packet)
  }
  return chosen
}

/** Hostile input: bounded when unpacked, nothing taken that does not fit its own digest and signature. */
function readBundle(bytes: Uint8Array): Bundle {
  const bundle = parseBundle(bytes)
  const { signature, ...content } = bundle
  if (!isSignedBy(bundle.key, canonicalJson(content), signature)) throw new Failure('bundle_invalid', 'signature')
  const isWhole = bundle.packets.every((packet) => sha256Hex(Buffer.from(packet.jwe, 'ascii')) === packet.sha256)
  if (!isWhole) throw new Failure('bundle_invalid', 'digest')
  return bundle
}

function isSignedBy(key: PublicJwk, text: string, signature: string): boolean {
  try {
    return createSignatureCheck([key])(key.kid ?? '', text, signature)
  } catch {
    // No point of the curve.
    return false
  }
}

function parseBundle(bytes: Uint8Array): Bundle {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: maxBundleBytes }).toString('utf8')
    return Bundle.parse(JSON.parse(text))
  } catch (error) {
    throw new Failure('bundle_invalid', 'format', { cause: error })
  }
}

function importPackets({ store, audit, clock }: BundleParts, bundle: Bundle, by: string) {
  const outbox = store.db.prepare(
    `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported)
     VALUES (@packet_id, @application_id, @station_id, @seq, @sha256, @sealed_at, 1) ON CONFLICT DO NOTHING`,
  )
  const sealed = store.db.prepare('INSERT INTO sealed_packets (position, jwe) VALUES (?, ?)')
  const known = store.db.prepare<[string], { sha256: string }>('SELECT sha256 FROM outbox WHERE packet_id = ?')
  let imported = 0
  for (const packet of bundle.packets) {
    const { changes, lastInsertRowid: position } = outbox.run(packet)
    if (changes === 0) {
      // "There already" means this very packet: another one under its id or number would hide that it is missing.
      if (known.get(packet.packet_id)?.sha256 !== packet.sha256) throw new Failure('bundle_conflict', packet.packet_id)
      continue
    }
    sealed.run(position, Buffer.from(packet.jwe, 'ascii'))
    imported += 1
  }
  const already = bundle.packets.length - imported
  const facts = { imported, already, from: bundle.packets[0]?.station_id ?? null, at: clock.now().toISOString() }
  audit.append({ action: 'queue.imported', actor: by, subject: null, facts })
  return { imported, already }
}
