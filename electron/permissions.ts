import type { Session } from 'electron'
import { isOwnAddress } from './origin.ts'

/** Permissions are denied but one: the camera, without sound, for our own page. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, allow, details) => {
    const own = isOwnAddress(details.requestingUrl) && isOwnAddress(contents.getURL())
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    allow(own && permission === 'media' && kinds.length > 0 && kinds.every((kind) => kind === 'video'))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    return permission === 'media' && details.mediaType === 'video' && isOwnAddress(requestingOrigin)
  })
  session.setDevicePermissionHandler(() => false)
}
