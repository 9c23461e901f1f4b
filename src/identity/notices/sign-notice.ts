import { importJWK, SignJWT, type JWTPayload } from 'jose'
import type { Identity } from '../context.ts'
import type { NoticeKind, NoticeReason } from './notice-kinds.ts'

export type SignedNotice = {
  noticeId: string
  kind: NoticeKind
  clientId: string
  /** Pairwise: what this service knows the person by, and nothing else of them. */
  sub: string
  reason?: NoticeReason | undefined
  createdAt: Date
}

const risc = 'https://schemas.openid.net/secevent/risc/event-type/'
const logout = 'http://schemas.openid.net/event/backchannel-logout'
/** Seconds that a logout token counts (Back-Channel Logout §2.4). */
const logoutSeconds = 120
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** How a notice is written and posted: claims, `typ` of the token, body and its media type. */
export const forms: Record<'events' | 'logout', Form> = {
  // A Security Event Token (RFC 8417) with `sub_id` (RFC 9493) as the Shared Signals Framework has it: neither `sub` nor `exp`; pushed (RFC 8935 §2.1).
  events: {
    typ: 'secevent+jwt',
    claims: ({ kind, sub, reason, createdAt }, { issuer }) => ({
      iat: seconds(createdAt),
      sub_id: { format: 'iss_sub', iss: issuer, sub },
      events: { [risc + kind]: reason === undefined ? {} : { reason } },
    }),
    type: 'application/secevent+jwt',
    body: (token) => token,
  },
  // For the person, not for one of their sessions: a service ends all of them (§2.4: `sub`, without `sid`).
  logout: {
    typ: 'logout+jwt',
    claims: ({ sub }, { now }) => ({
      iat: seconds(now),
      exp: seconds(now) + logoutSeconds,
      sub,
      events: { [logout]: {} },
    }),
    type: 'application/x-www-form-urlencoded',
    body: (token) => new URLSearchParams({ logout_token: token }).toString(),
  },
}
type Form = {
  typ: string
  claims(notice: SignedNotice, at: { issuer: string; now: Date }): JWTPayload
  type: string
  body(token: string): string
}

/** Signed as the service's id_tokens are: by the key of that algorithm that signs now, which every instance publishes. */
export async function signNotice(
  { keys, now }: Pick<Identity, 'keys' | 'now'>,
  form: Form,
  notice: SignedNotice,
  { alg, issuer }: { alg: string; issuer: string },
): Promise<string> {
  const key = keys().provider.find((one) => one.alg === alg)
  if (key === undefined) throw new Error(`the identity service lacks a key for ${alg}`)
  return new SignJWT({ ...form.claims(notice, { issuer, now: now() }), jti: notice.noticeId })
    .setProtectedHeader({ alg, kid: key.kid, typ: form.typ })
    .setIssuer(issuer)
    .setAudience(notice.clientId)
    .sign(await importJWK({ ...key } as never, alg))
}
