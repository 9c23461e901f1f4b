import { citizenPath } from '../../contract/identity/endpoints.ts'
import { ApplicationStep } from '../../contract/identity/application.ts'

/** Pages by their path below `/citizen`. Nothing of anybody stands in one. */
export const pages = {
  welcome: '/',
  check: '/check',
  email: '/apply/email',
  document: '/apply/document',
  names: '/apply/names',
  birth: '/apply/birth',
  nationality: '/apply/nationality',
  address: '/apply/address',
  phone: '/apply/phone',
  consent: '/apply/consent',
  channel: '/apply/channel',
  summary: '/apply/summary',
  status: '/status',
  activate: '/activate',
  app: '/app',
  account: '/account',
  reset: '/reset',
  add: '/add',
  services: '/services',
  rights: '/rights',
  join: '/join',
  newEmail: '/contact/email',
  newPhone: '/contact/phone',
  notMe: '/not-me',
  parcel: '/parcel',
  parcelCheck: '/parcel/check',
  help: '/help',
  privacy: '/privacy',
} as const satisfies Record<ApplicationStep, string> & Record<string, string>
export type PageName = keyof typeof pages

export type Route = { page: PageName } | { page: 'login'; uid: string } | { page: 'unknown' }

const byPath = new Map<string, PageName>(Object.entries(pages).map(([page, path]) => [path, page as PageName]))

/** Which page a path below `/citizen` is; a slash at its end is free. */
export function routeOf(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path
  const page = byPath.get(plain)
  if (page) return { page }
  const [, uid] = /^\/login\/([\w-]{10,64})$/.exec(plain) ?? []
  return uid ? { page: 'login', uid } : { page: 'unknown' }
}

/** The path below `/citizen` of a whole one. */
export function pathBelow(pathname: string): string {
  const below = pathname.startsWith(citizenPath) ? pathname.slice(citizenPath.length) : pathname
  return below === '' ? '/' : below
}

export const addressOfPage = (path: string): string => `${citizenPath}${path}`

/** The order of the application's pages; the summary comes after the last. */
export const stepOrder: readonly ApplicationStep[] = ApplicationStep.options

/** Where an application goes on: its first page still to be filled, else the summary. */
export function nextPath(missing: readonly ApplicationStep[]): string {
  const [first] = stepOrder.filter((step) => missing.includes(step))
  return first ? pages[first] : pages.summary
}
