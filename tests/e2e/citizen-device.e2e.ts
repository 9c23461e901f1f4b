import { readFileSync } from 'node:fs'
import { expect, test, type Browser, type Locator, type Page } from 'playwright/test'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { createFedCamera, type FedCamera } from '../fixtures/camera.ts'
import { apply as applyByCalls, inventPerson, visit } from '../fixtures/identity/citizen.ts'
import { connectHub } from '../fixtures/identity/hub.ts'
import { startIdentityOn, type IdentityOn } from '../fixtures/identity/start-identity.ts'
import { photographOf, specimen } from './clerk.ts'
import {
  activate,
  begin,
  computer,
  confirmAddress,
  heading,
  openPage,
  press,
  sayWho,
  secret,
  telephone,
} from './citizen-steps.ts'
import { launchChromium } from '../fixtures/chromium.ts'
import { fr } from './words.ts'

// What the citizen's own devices do: keep the shell without a network, read a document with their camera, go on where another stopped,
// and hold a key of their own where there are no passkeys.
let on: IdentityOn
let camera: FedCamera
let browser: Browser

test.beforeAll(async () => {
  on = await startIdentityOn('PGlite', { policy: { substantialKinds: ['passkey', 'key'] } })
  camera = await createFedCamera()
  browser = await launchChromium(camera)
})
test.afterAll(async () => {
  await browser?.close()
  camera?.remove()
  await on?.stop()
})

const isKept = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller !== null)

test('without a network the shell opens, says so, and goes on when there is one', async () => {
  const page = await openPage(browser, telephone)
  await page.goto(`${on.origin}/citizen/`)
  await expect.poll(() => isKept(page)).toBe(true)
  await page.context().setOffline(true)
  await page.goto(`${on.origin}/citizen/help`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(fr('apply:offline'))).toBeVisible()
  await page.goto(`${on.origin}/citizen/app`)
  await expect(page.getByText(fr('apply:offline'))).toBeVisible()
  await expect(page.getByRole('button', { name: fr('apply:again') })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(fr('apply:noAnswer'))
  // What the service said is in no cache: what is there is the shell.
  const kept = await page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    return all.flat().map(({ url }) => new URL(url).pathname)
  })
  expect(kept).toContain('/citizen/index.html')
  expect(kept.filter((path) => path.startsWith('/citizen/api'))).toEqual([])
})

test('a photographed document fills its fields; fields leave the page, pictures and names do not', async () => {
  const page = await openPage(browser, computer)
  await page.context().grantPermissions(['camera'], { origin: on.origin })
  const sent: string[] = []
  page.on('request', (request) => void (request.method() === 'GET' || sent.push(request.postData() ?? 'bytes')))
  const seen = specimen('passport')
  await camera.show(await photographOf('passport'))
  await begin(page, on, inventPerson())
  sent.length = 0
  await press(page, fr('apply:document.photograph'))
  await expect(page.locator('#documentNumber')).toHaveValue(seen.documentNumber, { timeout: 120_000 })
  await expect(page.locator('#expires-year')).toHaveValue(seen.expiryDate.slice(0, 4))
  expect(sent).toEqual([])
  await press(page, fr('apply:save'))
  await expect(heading(page, fr('apply:names.title'))).toBeVisible()
  const [saved] = sent.map((text) => JSON.parse(text) as unknown)
  expect(sent).toHaveLength(1)
  expect(saved).toEqual({
    declared: { documentType: 'passport', documentNumber: seen.documentNumber },
    document_expires_on: seen.expiryDate,
    document_issued_on: null,
  })
  // Names are typed: the zone has no accents.
  await expect(page.locator('#birthName')).toHaveValue('')
})

test('begun on one device, gone on with on another by the code alone', async () => {
  const person = inventPerson()
  const [first, second] = [await openPage(browser, computer), await openPage(browser, telephone)]
  await begin(first, on, person)
  await sayWho(first, person)
  // A second code waits a minute.
  on.ahead(61_000)
  await second.goto(`${on.origin}/citizen/`)
  await press(second, fr('apply:welcome.resume'))
  await confirmAddress(second, on, person.declared.email)
  await expect(heading(second, fr('apply:birth.title'))).toBeVisible()
  await second.goto(`${on.origin}/citizen/apply/names`)
  await expect(second.locator('#birthName')).toHaveValue(person.declared.birthName)
  await expect(second.locator('#givenNames')).toHaveValue(person.declared.givenNames.join(', '))
  // Nothing of it is kept in either browser.
  for (const page of [first, second])
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      person.declared.birthName,
    )
})

test('where there are no passkeys a key of the browser holds the identity, and nobody can read it', async () => {
  const person = inventPerson()
  await visit(on, (await applyByCalls(on, person)).view, person)
  const phone = await openPage(browser, telephone)
  await phone.addInitScript(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'))
  await activate(phone, on, person, 'key')
  const key = await phone.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('guichet-device')
      opening.onsuccess = () => resolve(opening.result)
    })
    const [name] = [...database.objectStoreNames]
    const kept = await new Promise<CryptoKey[]>((resolve) => {
      const reading = database.transaction(name!).objectStore(name!).getAll()
      reading.onsuccess = () => resolve(reading.result as CryptoKey[])
    })
    const exported = await crypto.subtle.exportKey('pkcs8', kept[0]!).then(
      () => true,
      () => false,
    )
    return { count: kept.length, exported, usages: kept[0]!.usages, extractable: kept[0]!.extractable }
  })
  expect(key).toEqual({ count: 1, exported: false, usages: ['sign'], extractable: false })
  const hub = await connectHub(on)
  const desk = await openPage(browser, computer)
  await desk.goto(hub.ask().url)
  await desk.locator('#email').fill(person.declared.email)
  await press(desk, fr('login:page.action'))
  await expect(desk.locator('.digits')).toHaveText(/^\d\d$/)
  await phone.locator('#number').fill((await desk.locator('.digits').textContent())!)
  await phone.locator('#secret').fill(secret)
  await press(phone, fr('login:pending.confirm'))
  await expect(phone.getByText(fr('login:page.stage.approved'))).toBeVisible()
})

test('a parcel is collected on one telephone and verified on another, both without a network', async () => {
  const person = inventPerson()
  await visit(on, (await applyByCalls(on, person)).view, person)
  const phone = await openPage(browser, telephone)
  await phone.addInitScript(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'))
  await activate(phone, on, person, 'key')
  await phone.goto(`${on.origin}/citizen/parcel`)
  await phone.locator('#secret').fill(secret)
  await press(phone, fr('parcel:getTitle'))
  const code = phone.getByAltText(fr('parcel:qr'))
  await expect(code).toBeVisible()
  const postman = await openPage(browser, telephone)
  await postman.goto(`${on.origin}/citizen/parcel/check`)
  await expect(postman.locator('#code')).toBeVisible()
  for (const page of [phone, postman]) {
    await expect.poll(() => isParcelKept(page)).toBe(true)
    await page.context().setOffline(true)
    await page.reload()
  }
  const shown = await readQr(code)
  await postman.locator('#code').fill(shown)
  await press(postman, fr('parcel:check'))
  await expect(postman.getByText(person.declared.birthName)).toBeVisible()
  await postman.locator('#code').fill(shown.replace(/~\d+~/, '~1~'))
  await press(postman, fr('parcel:check'))
  await expect(postman.getByText(fr('parcel:bad'))).toBeVisible()
  await postman.context().setOffline(false)
  await phone.context().setOffline(false)
})

/** Whether the pages about parcels, scanner included, are in the cache of the worker that answers this page. */
const isParcelKept = (page: Page) =>
  page.evaluate(async () => {
    const wasm = await caches.match('/citizen/vendor/zxing/zxing_reader.wasm')
    return wasm !== undefined && navigator.serviceWorker.controller !== null
  })

/** What the code on the page says, read as a scanner does: from its picture. */
async function readQr(code: Locator): Promise<string> {
  await expect(code).toBeVisible()
  const wasm = readFileSync(new URL('../../dist/citizen/vendor/zxing/zxing_reader.wasm', import.meta.url))
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(wasm).buffer } })
  const [found] = await readBarcodes(await code.screenshot(), { formats: ['QRCode'] })
  return found!.text
}
