import { Failure, type FailureCode } from '../../contract/failure.ts'

/** What OpenSSL and Node say of a certificate, and what that is called. */
const certificateFaults: Record<string, FailureCode> = {
  CERT_HAS_EXPIRED: 'central_certificate_expired',
  CERT_NOT_YET_VALID: 'central_certificate_expired',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'central_certificate_unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'central_certificate_unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'central_certificate_unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'central_certificate_unknown',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'central_certificate_unknown',
  CERT_UNTRUSTED: 'central_certificate_unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'central_certificate_unknown',
}
const connectionFaults = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])

/**
 * Which of the things between here and central it was. With a proxy on the way a connection that cannot be made is the
 * proxy's: the one to central is made by it. Codes: networkFailures.
 */
export function nameNetworkFailure(error: unknown, isProxied: boolean): Failure {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 200)
  return new Failure(codeOfNetwork(error, isProxied), reason, { cause: error })
}

function codeOfNetwork(error: unknown, isProxied: boolean): FailureCode {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    const fault = certificateFaults[code]
    if (fault !== undefined) return fault
    if (isProxied && /\b407\b/.test(cause.message)) return 'proxy_authentication_required'
    if (isProxied && (connectionFaults.has(code) || code === 'UND_ERR_CONNECT_TIMEOUT')) return 'proxy_unreachable'
  }
  return 'central_unreachable'
}
