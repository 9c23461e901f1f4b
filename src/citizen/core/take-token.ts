/** The token of a link: in the fragment, which is sent to nobody, and gone from the address once it is read. */
export function takeToken(): string | null {
  const token = location.hash.slice(1)
  if (token !== '') history.replaceState(null, '', location.pathname)
  return /^[\w-]{43}$/.test(token) ? token : null
}
