import { resolve } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import sharp from 'sharp'
import { judgementDelayMs } from '../../src/contract/decision.ts'
import { drawSpecimenSvg } from '../../src/station/training/specimens/draw-specimen.ts'
import { findSpecimen, portraitDataUrl } from '../../src/station/training/specimens/specimen-card.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import type { DatedSpecimen } from '../../src/station/training/specimens/specimen.ts'
import type { FedCamera } from '../fixtures/camera.ts'

export interface Person {
  operatorId: string
  displayName: string
  pin: string
}

export const manager: Person = { operatorId: 'm-dupont', displayName: 'Marie Dupont', pin: '482915' }
export const clerk: Person = { operatorId: 'a-martin', displayName: 'Alice Martin', pin: '730264' }

export function specimen(key: string): DatedSpecimen {
  const found = findSpecimen(key, new Date())
  if (found === null) throw new Error(`no specimen ${key}`)
  return found
}

/** A photograph of the specimen's page lying on a desk, a little turned. */
export async function photographOf(key: string): Promise<Uint8Array> {
  const one = specimen(key)
  const page = await sharp(Buffer.from(drawSpecimenSvg(one, portraitDataUrl(one))), { density: 220 })
    .resize({ width: 1080, height: 660, fit: 'inside' })
    .rotate(1.5, { background: '#6b6f76' })
    .png()
    .toBuffer()
  return sharp({ create: { width: 1280, height: 720, channels: 3, background: '#6b6f76' } })
    .composite([{ input: page }])
    .png()
    .toBuffer()
}

/** The specimen's holder in front of the camera. */
export const faceOf = (key: string): string => resolve('assets/specimens', `${specimen(key).portrait}.jpg`)

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

export async function createManager(page: Page): Promise<void> {
  await page.getByLabel('Nom affiché').fill(manager.displayName)
  await page.getByLabel('Identifiant').fill(manager.operatorId)
  await page.getByLabel('Choisissez un code').fill(manager.pin)
  await button(page, 'Continuer').click()
  await page.getByLabel('Encore une fois le code').fill(manager.pin)
  await button(page, 'Créer le responsable').click()
  await expect(heading(page, /Quelle (est la référence|visite)/)).toBeVisible()
}

export async function logIn(page: Page, { operatorId, pin }: Person): Promise<void> {
  await page.getByLabel('Identifiant').fill(operatorId)
  await page.getByLabel('Code personnel').fill(pin)
  await button(page, 'Ouvrir le guichet').click()
}

/** Chooses from the operator's menu. */
export async function choose(page: Page, item: string): Promise<void> {
  await button(page, /ouvrir le menu/).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Changes who stands at the counter. */
export async function changeOperator(page: Page, person: Person): Promise<void> {
  await choose(page, 'Se déconnecter')
  await logIn(page, person)
}

/** A manager adds somebody; `trainedOn` as typed, today by default. */
export async function addOperator(page: Page, person: Person, role: string, trainedOn?: string): Promise<void> {
  await choose(page, 'Agents')
  await button(page, 'Ajouter une personne').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Nom affiché').fill(person.displayName)
  await dialog.getByLabel('Identifiant').fill(person.operatorId)
  await dialog.getByRole('radio', { name: role }).click()
  if (trainedOn) await dialog.getByLabel('Date de formation').fill(trainedOn)
  await dialog.getByLabel('Premier code').fill(person.pin)
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByRole('row').filter({ hasText: person.operatorId })).toBeVisible()
}

/** Opens the specimen's application and records the citizen's consent. */
export async function openApplication(page: Page, key: string): Promise<void> {
  await page.getByLabel('Référence du dossier').fill(specimenReference(specimen(key)))
  await page.keyboard.press('Enter')
  await button(page, 'Le citoyen est d’accord').click()
}

/** Types the zone; `change` replaces a line first. */
export async function typeZone(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('radio', { name: 'Clavier' }).click({ force: true })
  for (const [index, line] of lines.entries()) await page.getByLabel(`Ligne ${index + 1}`).fill(line)
  await page.locator('footer').getByRole('button').last().click()
}

/** Shows the document to the camera until the zone is read. */
export async function showDocument(page: Page, camera: FedCamera, key: string): Promise<void> {
  await camera.show(await photographOf(key))
  // The camera is opened anew, as after a change of document: the fed file is read from its start.
  await page.getByRole('radio', { name: 'Clavier' }).click({ force: true })
  await page.getByRole('radio', { name: 'Caméra' }).click({ force: true })
  const confirm = button(page, 'Les lignes sont justes')
  const next = heading(page, /puce|lecteur|concorde/i)
  await expect(confirm.or(next).first()).toBeVisible({ timeout: 120_000 })
  if (await confirm.isVisible()) await confirm.click()
}

/** Long enough to have seen what is to be judged: nothing is taken before. */
export const look = (page: Page) => page.waitForTimeout(judgementDelayMs + 250)

export async function confirmComparison(page: Page): Promise<void> {
  const confirm = button(page, /^(Confirmer la comparaison|Aller à la décision)$/)
  await expect(confirm).toBeVisible()
  // What only the print tells; a case that is lost already need not answer it.
  for (const same of await button(page, 'Identique').all()) await same.click()
  await look(page)
  await confirm.click()
}

/** Sees every feature; somebody then stands in front of the camera. */
export async function answerInspection(page: Page, camera: FedCamera): Promise<void> {
  await camera.show(faceOf('passport'))
  for (let point = 1; point <= 3; point++) {
    await expect(page.getByText(`Point ${point} sur 3`)).toBeVisible()
    await look(page)
    await button(page, 'Oui, je le vois').click()
  }
}

export async function answerSamePerson(page: Page): Promise<void> {
  await expect(button(page, 'Même personne')).toBeEnabled({ timeout: 20_000 })
  await look(page)
  await button(page, 'Même personne').click()
  await expect(heading(page, 'Votre décision')).toBeVisible()
}

const outcomes: Record<string, RegExp> = {
  'Approuver et sceller': /^Approuvé/,
  'Refuser et sceller': /^Refusé/,
  'Sceller sans conclusion': /^Vérification impossible/,
}

/** Chooses the outcome, and its first reason where it needs one: nothing is chosen beforehand. */
export async function chooseOutcome(page: Page, seal: string): Promise<void> {
  await look(page)
  await page.getByRole('radio', { name: outcomes[seal]! }).click({ force: true })
  const reasons = page.getByRole('group', { name: 'Motifs' })
  if (await reasons.isVisible()) await reasons.locator('.choice').first().click()
}

export async function sign(page: Page, seal: string, pin = manager.pin): Promise<void> {
  await chooseOutcome(page, seal)
  await page.getByLabel('Votre code, pour signer').fill(pin)
  await button(page, seal).click()
}

/** Where the packet stands, on the receipt's track. */
export const packetState = (page: Page) => page.locator('li[aria-current="true"]')
