import { Failure } from '../../../contract/failure.ts'
import { parseJson } from '../../../jose/jws.ts'
import type { Central } from '../../context.ts'
import type { ServiceChange, ServicePort, ServiceTerms } from '../../services/service-port.ts'
import { need } from '../admin-parts.ts'
import type { Act } from '../deed-form.ts'
import { always, type Action } from '../deeds.ts'
import type { DeedName } from '../roles.ts'
import { timeInZone } from '../zoned-time.ts'
import { scopesIn } from './service-form.ts'
import { legalTimeZone } from '../../../contract/legal-time.ts'

/** Code: unavailable (the identity service is not mounted in this process). */
export function portOf({ services }: Pick<Central, 'services'>): ServicePort {
  const port = services()
  if (port === null) throw new Failure('unavailable', 'services')
  return port
}

const jsonIn = (text: string): unknown => parseJson(Buffer.from(text))

const termsIn = ({ form }: Act): ServiceTerms => ({
  name: need(form.service),
  hub: form.hub ?? null,
  redirectUris: need(form.redirects),
  logoutUris: form.logouts ?? [],
  logoutAt: form.logout_at ?? null,
  eventsAt: form.events_at ?? null,
  scopes: scopesIn(form),
  keysAt: form.keys_at ?? null,
})

const knownIn = ({ form, params }: Act) => ({ clientId: need(params.client_id), version: Number(need(form.version)) })

/** Through the end of that day where most of the country is. */
const endOf = (day: string): Date => timeInZone(`${day}T23:59:59`, legalTimeZone)

const changes: Record<string, { name: DeedName; changeIn(act: Act): ServiceChange }> = {
  '/admin/services': {
    name: 'service.add',
    changeIn: (act) => ({
      kind: 'add',
      service: {
        ...termsIn(act),
        clientId: need(act.form.client_id),
        sector: need(act.form.sector),
        keys: act.form.jwks === undefined ? null : jsonIn(act.form.jwks),
        signed: need(act.form.signed),
        wrapped: need(act.form.wrapped),
      },
    }),
  },
  '/admin/services/:client_id/change': {
    name: 'service.change',
    changeIn: (act) => ({ kind: 'change', ...knownIn(act), terms: termsIn(act) }),
  },
  '/admin/services/:client_id/keys': {
    name: 'service.rotate_keys',
    changeIn: (act) => ({
      kind: 'keys',
      ...knownIn(act),
      keys: jsonIn(need(act.form.jwks)),
      oldUntil: act.form.until === undefined ? null : endOf(act.form.until),
    }),
  },
  '/admin/services/:client_id/stop': {
    name: 'service.stop',
    changeIn: (act) => ({ kind: 'stop', ...knownIn(act) }),
  },
}

/** Each takes two; what could not be made is refused to the first already. */
const deedOf = ({ name, changeIn }: (typeof changes)[string]): Action => ({
  name,
  backTo: 'services',
  needsTwo: always,
  first: (central, act) => portOf(central).check(changeIn(act)),
  run: (central, act) => portOf(central).apply(changeIn(act)),
})

/** What administrators can do with services, by path. */
export const serviceDeeds: Record<string, Action> = Object.fromEntries(
  Object.entries(changes).map(([path, change]) => [path, deedOf(change)]),
)
