import { createRequire } from 'node:module'
import type * as Binding from 'pkcs11js'
import { Failure } from '../../contract/failure.ts'

/** One token of a PKCS#11 module, by its label, and what opens it. */
export type TokenSettings = { module: string; token: string; pin: string }

type Loaded = { api: typeof Binding; module: Binding.PKCS11 }

/** An open, logged-in session and the numbers that PKCS#11 gives its constants. */
export type TokenSession = Loaded & {
  session: Binding.Handle
  /** What was looked for in this session, by its name. */
  handles: Map<string, Binding.Handle>
}

/** A PKCS#11 module is initialised once in a process, however many tokens use it. */
const loaded = new Map<string, Loaded>()

/** OASIS PKCS#11 2.40, section 3.4: returned when a process meets what it has done already. */
const alreadyInitialized = 0x191
const alreadyLoggedIn = 0x100
const refusedPins = [0xa0, 0xa1, 0xa2, 0xa4]
/** How long a token that did not answer is left alone: its calls hold the process up. */
const restMs = 1000

/** Code: store_key_wrong (no module there, or the package that speaks to it is not installed). */
function load(path: string): Loaded {
  const known = loaded.get(path)
  if (known !== undefined) return known
  try {
    // An optional package: central without a token does not need it.
    const api = createRequire(import.meta.url)('pkcs11js') as typeof Binding
    const module = new api.PKCS11()
    module.load(path)
    tolerate(alreadyInitialized, () => module.C_Initialize())
    const one = { api, module }
    loaded.set(path, one)
    return one
  } catch (error) {
    throw new Failure('store_key_wrong', `PKCS#11: the module does not load (${nameOf(error)})`, { cause: error })
  }
}

/** Some libraries see a token that comes back only after they were started again; sessions of all its tokens end with that. */
function restart(path: string): void {
  const { module } = load(path)
  try {
    module.C_Finalize()
  } catch {
    // It never came up, or is gone with its token.
  }
  tolerate(alreadyInitialized, () => module.C_Initialize())
}

function open({ module: path, token, pin }: TokenSettings): TokenSession {
  const { api, module } = load(path)
  const labelled = module.C_GetSlotList(true).find((slot) => module.C_GetTokenInfo(slot).label.trim() === token)
  if (labelled === undefined) throw new Failure('store_key_wrong', `PKCS#11: no token is labelled ${token}`)
  const session = module.C_OpenSession(labelled, api.CKF_SERIAL_SESSION | api.CKF_RW_SESSION)
  try {
    tolerate(alreadyLoggedIn, () => module.C_Login(session, api.CKU_USER, pin))
  } catch (error) {
    module.C_CloseSession(session)
    if (!refusedPins.includes(codeOf(error) ?? -1)) throw error
    throw new Failure('store_key_wrong', `PKCS#11: token ${token} refuses its PIN (${nameOf(error)})`)
  }
  return { api, module, session, handles: new Map() }
}

/**
 * The token, opened at its first use and again after it was gone (a restart of its service, a pulled cable). The calls of PKCS#11 are
 * synchronous, as all signatures here: a token over a network costs each receipt a round trip.
 */
export function createToken(settings: TokenSettings) {
  let current: TokenSession | null = null
  let wasOpen = false
  let silentUntil = 0

  /** What has worked once is tried in a new session, then with the library started again; a refused PIN never again (it locks). */
  function attempts(): (() => TokenSession)[] {
    const again = () => {
      restart(settings.module)
      return open(settings)
    }
    const session = current
    return [...(session === null ? [] : [() => session]), () => open(settings), ...(wasOpen ? [again] : [])]
  }

  return {
    /**
     * Runs one use in the open session, or in a new one. Codes: store_key_wrong (module, label or PIN of a token that was never
     * open), unavailable (it does not answer; asked again after a second at the earliest).
     */
    use<T>(run: (session: TokenSession) => T): T {
      if (performance.now() < silentUntil) throw silent(settings.token, null)
      let last: unknown = null
      for (const attempt of attempts()) {
        try {
          current = attempt()
          wasOpen = true
          return run(current)
        } catch (error) {
          current = null
          last = error
          if (!wasOpen && error instanceof Failure) throw error
        }
      }
      silentUntil = performance.now() + restMs
      throw silent(settings.token, last)
    },
  }
}

function silent(token: string, cause: unknown): Failure {
  return new Failure('unavailable', `PKCS#11: token ${token} does not answer (${nameOf(cause)})`, { cause })
}

export type Token = ReturnType<typeof createToken>

function tolerate(code: number, run: () => void): void {
  try {
    run()
  } catch (error) {
    if (codeOf(error) !== code) throw error
  }
}

const codeOf = (error: unknown) => (error as { code?: number }).code

/** `CKR_…` where the module said one. */
const nameOf = (error: unknown) => /CKR_\w+/.exec(String(error))?.[0] ?? 'failed'
