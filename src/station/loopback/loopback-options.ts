import { resolve } from 'node:path'
import { stationOptionsFromEnvironment } from '../start/environment.ts'
import { withManagedSettings } from '../start/managed-settings.ts'

/** The project's folder: the Chromium shell runs from its sources. */
export const root = resolve(import.meta.dirname, '..', '..', '..')

/** The variables in force and the station's options from them; both processes of the Chromium shell go by these. */
export function loopbackOptions() {
  const variables = withManagedSettings(process.env)
  const folders = { dataFolder: resolve(root, '.guichet'), resourcesFolder: root }
  return { variables, options: stationOptionsFromEnvironment(variables, folders) }
}
