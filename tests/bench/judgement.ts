import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { judgeFile } from '../../src/central/cases/judge-file.ts'
import { openPacket } from '../../src/central/packets/open-packet.ts'
import { agreementOf } from '../../src/jose/jwe.ts'
import { signerOf } from '../../src/jose/signer.ts'
import { sealPacket } from '../../src/station/seal/seal-packet.ts'
import { keyOf, type StoredCase } from '../fixtures/case-builder.ts'
import { spread, type BenchRow } from './row.ts'

const batches = 40
const perBatch = 10

/** Milliseconds of processor that one call takes, in batches, after as many to warm up. */
async function processorMs(work: () => unknown): Promise<number[]> {
  const samples: number[] = []
  for (let batch = 0; batch < 2 * batches; batch++) {
    const before = process.cpuUsage()
    for (let i = 0; i < perBatch; i++) await work()
    const { user, system } = process.cpuUsage(before)
    if (batch >= batches) samples.push((user + system) / 1000 / perBatch)
  }
  return samples
}

/** Opening a packet and verifying its two signatures, as central does before the receipt. */
function openingOf({ packet }: StoredCase): () => Promise<unknown> {
  const central = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [clerk, station] = [keyOf('clerk'), keyOf('station')].map(({ privateKey }) => signerOf(privateKey))
  const own = { ...signerOf(central.privateKey), agree: agreementOf(central.privateKey), createdAt: new Date() }
  const { jwe } = sealPacket({
    payload: { ...packet, operator: { ...packet.operator, key: clerk!.publicJwk } },
    evidence: Buffer.from('{}'),
    operatorSigner: clerk!,
    stationSigner: station!,
    centralKey: own.publicJwk,
  })
  const [compact = ''] = Buffer.from(jwe).toString('ascii').split('~')
  return () => openPacket(compact, [own], async () => [station!.publicJwk])
}

/**
 * Processor time of central's judgement on a packet with its evidence, from the stored case: issuer's signature, chain, hashes, Active
 * Authentication, both readings, the rulebook. Trust anchors and a signer's chain are read and proved once per trust version, as at central.
 */
export async function benchJudgement(): Promise<BenchRow[]> {
  const file = new URL('../../docs/samples/case-approved.json', import.meta.url)
  const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredCase
  const opening = spread(await processorMs(openingOf(stored))).median
  const judging = spread(await processorMs(() => judgeFile(stored)))
  const baseline = `${opening.toFixed(2)} ms to open and verify it on arrival`
  return [
    { name: 'central judgement with evidence', ...judging, unit: 'ms CPU', baseline, ratio: judging.median / opening },
  ]
}

if (import.meta.main) console.table(await benchJudgement())
