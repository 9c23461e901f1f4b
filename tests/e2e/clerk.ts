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
import { anyOf, beginsWith, fr, gap, withAny } from './words.ts'

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
  await page.getByLabel(fr('access:displayName')).fill(manager.displayName)
  await page.getByLabel(fr('access:operatorId')).fill(manager.operatorId)
  await page.getByLabel(fr('access:choosePin')).fill(manager.pin)
  await button(page, fr('access:goOn')).click()
  await page.getByLabel(fr('access:repeatPin')).fill(manager.pin)
  await button(page, fr('access:create')).click()
  await expect(heading(page, anyOf(fr('home:title'), fr('home:titleVisits')))).toBeVisible()
}

export async function logIn(page: Page, { operatorId, pin }: Person): Promise<void> {
  await page.getByLabel(fr('access:operatorId')).fill(operatorId)
  await page.getByLabel(fr('access:pin')).fill(pin)
  await button(page, fr('access:login')).click()
}

/** Chooses from the operator's menu. */
export async function choose(page: Page, item: string): Promise<void> {
  await button(page, withAny(fr('layout:menu', { name: gap }))).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Changes who stands at the counter. */
export async function changeOperator(page: Page, person: Person): Promise<void> {
  await choose(page, fr('layout:logout'))
  await logIn(page, person)
}

/** What a manager gives to whom they add, or who forgot theirs. */
export const givenPin = '604281'

/** The first login of somebody whose code the manager set: nothing else is offered before it is replaced. */
export async function firstLogIn(page: Page, person: Person): Promise<void> {
  await logIn(page, { ...person, pin: givenPin })
  await expect(heading(page, fr('access:ownPinTitle'))).toBeVisible()
  await expect(button(page, withAny(fr('layout:menu', { name: gap })))).toHaveCount(0)
  await page.getByLabel(fr('access:givenPin')).fill(givenPin)
  await page.getByLabel(fr('access:choosePin')).fill(person.pin)
  await button(page, fr('access:goOn')).click()
  await page.getByLabel(fr('access:repeatPin')).fill(person.pin)
  await button(page, fr('access:ownPin')).click()
}

/** A manager adds somebody; `trainedOn` as typed, today by default. */
export async function addOperator(page: Page, person: Person, role: string, trainedOn?: string): Promise<void> {
  await choose(page, fr('layout:page.operators'))
  await button(page, fr('people:add')).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(fr('access:displayName')).fill(person.displayName)
  await dialog.getByLabel(fr('access:operatorId')).fill(person.operatorId)
  await dialog.getByRole('radio', { name: role }).click()
  if (trainedOn) await dialog.getByLabel(fr('people:trainedOn')).fill(trainedOn)
  await dialog.getByLabel(fr('people:firstPin')).fill(givenPin)
  await dialog.getByRole('button', { name: fr('people:save') }).click()
  await expect(page.getByRole('row').filter({ hasText: person.operatorId })).toBeVisible()
}

/** Opens the specimen's application and records the citizen's consent. */
export async function openApplication(page: Page, key: string): Promise<void> {
  // The receipt of the case before bears the same words at its QR code.
  await page.getByRole('textbox', { name: fr('home:reference') }).fill(specimenReference(specimen(key)))
  await page.keyboard.press('Enter')
  await button(page, fr('application:consents')).click()
}

/** Types the zone; `change` replaces a line first. */
export async function typeZone(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('radio', { name: fr('document:mode.typed') }).click({ force: true })
  for (const [index, line] of lines.entries())
    await page.getByLabel(fr('document:line', { number: index + 1 })).fill(line)
  await page.locator('footer').getByRole('button').last().click()
}

/** Shows the document to the camera until the zone is read. */
export async function showDocument(page: Page, camera: FedCamera, key: string): Promise<void> {
  await camera.show(await photographOf(key))
  // The camera is opened anew, as after a change of document: the fed file is read from its start.
  await page.getByRole('radio', { name: fr('document:mode.typed') }).click({ force: true })
  await page.getByRole('radio', { name: fr('document:mode.camera') }).click({ force: true })
  const confirm = button(page, fr('document:linesRight'))
  const next = heading(page, new RegExp(`${atChip.source}|${atComparison.source}`))
  await expect(confirm.or(next).first()).toBeVisible({ timeout: 120_000 })
  if (await confirm.isVisible()) await confirm.click()
}

/** Headings of what follows the document: the chip, or the comparison of a document that has none. */
export const atChip = anyOf(fr('chip:title'), fr('chip:waiting'), fr('chip:reading'), fr('chip:readTitle'))
export const atComparison = anyOf(
  ...(['comparison:allAgree', 'comparison:withoutChip', 'comparison:printOpen', 'comparison:problems'] as const).map(
    (key) => fr(key, { count: 1 }),
  ),
)

/** Long enough to have seen what is to be judged: nothing is taken before. */
export const look = (page: Page) => page.waitForTimeout(judgementDelayMs + 250)

export async function confirmComparison(page: Page): Promise<void> {
  const confirm = button(page, beginsWith(fr('comparison:confirm'), fr('comparison:confirmProblems')))
  await expect(confirm).toBeVisible()
  await look(page)
  // What only the print tells; a case that is lost already need not answer it.
  for (const same of await button(page, fr('comparison:printAnswer.same')).all()) await same.click()
  await confirm.click()
}

/** Sees every feature; somebody then stands in front of the camera. */
export async function answerInspection(page: Page, camera: FedCamera): Promise<void> {
  await camera.show(faceOf('passport'))
  for (let point = 1; point <= 3; point++) {
    await expect(page.getByText(fr('inspection:count', { number: point, total: 3 }))).toBeVisible()
    await look(page)
    await button(page, fr('inspection:answer.present')).click()
  }
}

export async function answerSamePerson(page: Page): Promise<void> {
  await expect(button(page, fr('person:same'))).toBeEnabled({ timeout: 20_000 })
  await look(page)
  await button(page, fr('person:same')).click()
  await expect(heading(page, fr('decision:title'))).toBeVisible()
}

type Concluded = 'approved' | 'refused' | 'unverifiable'

/** Chooses the outcome, and its first reason where it needs one: nothing is chosen beforehand. */
export async function chooseOutcome(page: Page, outcome: Concluded): Promise<void> {
  await look(page)
  await page.getByRole('radio', { name: beginsWith(fr(`words:outcome.${outcome}`)) }).click({ force: true })
  const reasons = page.getByRole('group', { name: fr('decision:reasons') })
  if (await reasons.isVisible()) await reasons.locator('.choice').first().click()
}

export async function sign(page: Page, outcome: Concluded, pin = manager.pin): Promise<void> {
  await chooseOutcome(page, outcome)
  await page.getByLabel(fr('decision:pin')).fill(pin)
  await button(page, fr(`decision:seal.${outcome}`)).click()
}

/** Central has it, whether or not it is decided yet. */
export const arrived = anyOf(fr('words:packet.received'), fr('words:packet.decided'))

/** Where the packet stands, on the receipt's track. */
export const packetState = (page: Page) => page.locator('li[aria-current="true"]')
