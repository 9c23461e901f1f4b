import { statfsSync } from 'node:fs'
import type { StationStatus } from '../../contract/status.ts'
import type { CameraTest } from '../../contract/support.ts'
import { softwareVersion } from '../../contract/software-version.ts'
import { findNativeParts } from '../start/native-parts.ts'
import { lastLogLines } from './redact-log.ts'

const mostLines = 300

/** What of the status is about the machine; who stands there and where it is stay here. */
export type SupportStatus = Omit<StationStatus, 'operator' | 'branchName' | 'thumbprint'>

/**
 * What helps somebody elsewhere to see what a kiosk has: versions, codes, self-tests, the last lines of the technical log. Built of what is
 * allowed, never by taking out what is not. `status` and `camera` are null where the kiosk does not run.
 */
export async function supportReport(parts: {
  dataFolder: string
  now: Date
  status: StationStatus | null
  camera: CameraTest | null
}): Promise<string> {
  const { dataFolder, now, status, camera } = parts
  const report = {
    madeAt: now.toISOString(),
    version: softwareVersion,
    parts: await findNativeParts(),
    freeBytes: freeBytes(dataFolder),
    status: status === null ? null : aboutTheMachine(status),
    camera,
    log: lastLogLines(dataFolder, mostLines),
  }
  return `${JSON.stringify(report, null, 1)}\n`
}

function aboutTheMachine(status: StationStatus): SupportStatus {
  const { operator: _operator, branchName: _branch, thumbprint: _thumbprint, ...machine } = status
  return machine
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
