import { z } from 'zod'
import { FoundCamera } from '../camera.ts'
import { Policy } from '../policy.ts'
import { StationStatus } from '../status.ts'
import { CameraTest } from '../support.ts'
import { Download, done, nothing, type Requests } from './request.ts'

/** The kiosk itself: how it is, how it is registered, what helps whoever helps. */
export const stationRequests = {
  'status.get': { access: 'anyone', input: nothing, output: StationStatus },
  'policy.get': { access: 'anyone', input: nothing, output: Policy },
  /** The page has painted what the station told it. `version`: the page's own. Code: station_version_unshown. */
  'station.shown': { access: 'anyone', input: z.object({ version: z.string().max(40) }), output: done },
  /** The camera that the page found, at its start and whenever one comes or goes: for central's page of the fleet. */
  'equipment.camera': { access: 'anyone', input: FoundCamera, output: done },
  /** Before anybody can log in, by anyone; afterwards a manager's. */
  'station.register': {
    access: 'anyone',
    input: z.object({ code: z.string().min(8).max(64) }),
    output: z.object({ stationId: z.string(), thumbprint: z.string(), state: z.enum(['pending', 'active']) }),
  },
  /** The manager's PIN is asked again: the key cannot be had back. Codes: pin_wrong, operator_locked_out, and central's. */
  'station.rotateKey': {
    access: 'manager',
    input: z.object({ pin: z.string().max(32) }),
    output: z.object({ thumbprint: z.string() }),
  },
  /** A file for whoever helps: versions, codes, self-tests, the last lines of the technical log; nothing of anybody. */
  'support.report': {
    access: 'operator',
    input: z.object({ camera: CameraTest }),
    output: Download,
  },
} as const satisfies Requests
