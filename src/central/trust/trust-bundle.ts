import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { TrustFileAnswer, type TrustBundle } from '../../contract/protocol/config.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { authorityOf, type Central, type Db } from '../context.ts'
import { anyState, defineRoute } from '../http/route.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { listTrustFiles, trustVersion } from './trust-files.ts'

/** What stations are to trust, without the day on which that is said. */
export type TrustFacts = Omit<TrustBundle, 'environment' | 'as_of'>

export async function trustFacts(db: Db): Promise<TrustFacts> {
  const files = await listTrustFiles(db)
  return {
    version: await trustVersion(db),
    files: files.map(({ sha256, name, source, added_at }) => ({
      sha256,
      name,
      source,
      added_at: added_at.toISOString(),
    })),
  }
}

/** As of now, by the key that two people unlock. */
export function signTrust(central: Central, facts: TrustFacts): string {
  const bundle: TrustBundle = { ...facts, environment: central.environment, as_of: central.now().toISOString() }
  return signCompactJws(authorityOf(central), { typ: 'guichet-trust+jwt' }, bundle)
}

const Params = z.object({ sha256: Sha256Hex })

/** GET /v1/trust/{sha256}: a file that the bundle names. */
export const trustFileRoute = defineRoute<'station', z.infer<typeof Params>>('station', {
  method: 'GET',
  path: '/v1/trust/:sha256',
  summary: 'A file of certificates or lists, as the signed bundle of the configuration names it',
  states: anyState,
  params: Params,
  answers: { 200: { description: 'The file', schema: TrustFileAnswer } },
  failures: ['not_found'],
  async handle({ params }, { db }) {
    const row = await db.selectFrom('trust_file').select('bytes').where('sha256', '=', params.sha256).executeTakeFirst()
    if (row === undefined) throw new Failure('not_found', 'trust file')
    return { status: 200, body: { base64: Buffer.from(row.bytes).toString('base64') } }
  },
})
