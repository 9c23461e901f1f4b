import { openStorage } from '../../src/station/store/storage.ts'

/** Opens what a station keeps, as a start does. `argv`: folder, folder of migrations. Prints `ready` before it begins. */
const [dataFolder, migrationsFolder] = process.argv.slice(2) as [string, string]
process.stdout.write('ready\n', async () => {
  const { store } = await openStorage({
    ...{ dataFolder, migrationsFolder, environment: 'training', keyWrap: null, passphrase: null },
    isDiskEncrypted: true,
    now: () => new Date(),
  })
  store.close()
})
