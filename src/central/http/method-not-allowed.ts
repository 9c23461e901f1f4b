import type { Route } from './route.ts'

type Known = { pattern: RegExp; methods: Set<string> }

/**
 * Which methods a path has, for anyone who comes with another one (RFC 9110 §15.5.6); null for a path that is none. A path that is
 * written out has its own alone, though one with a parameter matches it too.
 */
export function createAllowed(
  routes: readonly Pick<Route, 'method' | 'path'>[],
): (path: string) => ReadonlySet<string> | null {
  const known = new Map<string, Known>()
  for (const { method, path } of routes) {
    const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`)
    const one = known.get(path) ?? { pattern, methods: new Set<string>() }
    known.set(path, one)
    one.methods.add(method)
    if (method === 'GET') one.methods.add('HEAD')
  }
  return (path) => {
    const found = known.get(path) ?? [...known.values()].find(({ pattern }) => pattern.test(path))
    return found?.methods ?? null
  }
}
