import { branchRoutes } from './branches/branch-routes.ts'
import { clientTokenRoute } from './clients/client-token.ts'
import { applicationRoutes } from './intake/application-routes.ts'
import { neighbourRoutes } from './intake/neighbour-routes.ts'
import { peopleRoutes } from './people/people-routes.ts'
import { policyRoutes } from './policy/policy-routes.ts'
import { trustRoutes } from './trust/trust-routes.ts'
import { intakeApi, openApiRoute } from './http/openapi.ts'
import type { Route } from './http/route.ts'

/** The API of neighbouring systems: one row each. Every row but the token's names the scope it needs. */
export function apiRoutes(): Route[] {
  const routes: Route[] = [
    clientTokenRoute,
    ...branchRoutes,
    ...applicationRoutes,
    ...neighbourRoutes,
    ...policyRoutes,
    ...peopleRoutes,
    ...trustRoutes,
  ]
  return [...routes, openApiRoute(intakeApi, routes)]
}
