import type { Session } from 'electron'
import { isOwnAddress } from './origin.ts'

/** Ways out of the page that the machine itself serves: its map and its telephone, for a postman's next stop. */
export const isWayOut = (address: string | undefined): boolean => /^(geo|tel):/.test(address ?? '')

/** Permissions are denied but two, for our own page: the camera, without sound, and opening a map or the telephone. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, allow, details) => {
    const own = isOwnAddress(details.requestingUrl) && isOwnAddress(contents.getURL())
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    if (permission === 'openExternal') {
      allow(own && 'externalURL' in details && isWayOut(details.externalURL))
      return
    }
    allow(own && permission === 'media' && kinds.length > 0 && kinds.every((kind) => kind === 'video'))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    return permission === 'media' && details.mediaType === 'video' && isOwnAddress(requestingOrigin)
  })
  session.setDevicePermissionHandler(() => false)
}
