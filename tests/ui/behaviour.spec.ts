import { expect, test } from 'playwright/test'
import { declared, sessionAt } from './gallery/specimens.ts'
import { openScene } from './open-scene.ts'
import { changeSession, look, postedBy, takeCamera, type } from './play.ts'

test('Enter does the next action from anywhere on the stage', async ({ page }) => {
  await openScene(page, 'consent', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'session.consent')).toEqual([{ textVersion: expect.any(String), language: 'en' }])
})

test('a new step moves the focus to its heading', async ({ page }) => {
  await openScene(page, 'consent', 'en')
  await page.getByRole('button', { name: 'Which document?' }).focus()
  await changeSession(page, { step: 'document' })
  const heading = page.getByRole('heading', { level: 1, name: 'Show the photo page of the passport' })
  await expect(heading).toBeFocused()
})

test('a reference is judged while it is typed, and only a right one opens', async ({ page }) => {
  await openScene(page, 'home', 'en')
  const open = page.getByRole('button', { name: 'Open the case' })
  const field = page.getByLabel('Application reference')
  await field.fill('7KQ-4M2-X9DA')
  await expect(page.getByText('One character is wrong')).toBeVisible()
  await expect(open).toBeDisabled()
  await field.fill('7kq 4m2 x9dq')
  await expect(page.getByText('The reference is right.')).toBeVisible()
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'session.open')).toEqual([{ reference: '7kq 4m2 x9dq' }])
})

test('a PIN goes in by touch and by keyboard alike', async ({ page }) => {
  await openScene(page, 'login', 'en')
  await page.getByLabel('Identifier').fill('C-Besson')
  for (const key of ['4', '8', '3']) await page.getByRole('button', { name: key, exact: true }).click()
  await type(page, 'PIN', '920')
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'operator.login')).toEqual([{ operatorId: 'C-Besson', pin: '483920' }])
})

test('a lockout says when to try again, and does not move while it counts down', async ({ page }) => {
  await page.clock.install()
  await page.goto(`${process.env['GUICHET_GALLERY_URL']}#login-locked-out,en,light`)
  await page.clock.runFor(1000)
  await page.getByLabel('Identifier').fill('c-besson')
  await type(page, 'PIN', '111111')
  await page.keyboard.press('Enter')
  await page.clock.runFor(1000)
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('Try again in 2 min.')
  const place = await alert.boundingBox()
  for (const [passMs, said] of [
    [30_000, 'Try again in 1 min.'],
    [30_000, 'Try again in 30 s.'],
    [30_000, 'You can try again now.'],
  ] as const) {
    await page.clock.runFor(passMs)
    await expect(alert).toContainText(said)
    expect(await alert.boundingBox()).toEqual(place)
  }
})

test('a failure that waiting does not mend counts nothing down', async ({ page }) => {
  await openScene(page, 'login-wrong-pin', 'fr')
  await page.getByLabel('Identifiant').fill('c-besson')
  await type(page, 'Code personnel', '111111')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Identifiant ou code incorrect')
  await expect(page.getByRole('timer')).toHaveCount(0)
})

test('a picture of the person that does not serve is counted', async ({ page }) => {
  await openScene(page, 'person', 'en')
  await page.getByRole('button', { name: 'Freeze the picture' }).click()
  await expect(page.getByText('Picture frozen, 1 of 5')).toBeVisible()
  expect(await postedBy(page, 'session.captureFailed')).toEqual([])
  await page.getByRole('button', { name: 'Another picture' }).click()
  await expect(page.getByRole('button', { name: 'Freeze the picture' })).toBeVisible()
  expect(await postedBy(page, 'session.captureFailed')).toEqual([{ kind: 'person', code: 'person_picture_unusable' }])
})

test('the last picture allowed is announced, and after it the ways that remain', async ({ page }) => {
  await openScene(page, 'person-last', 'en')
  await page.getByRole('button', { name: 'Freeze the picture' }).click()
  await expect(page.getByText('Picture frozen: the last one allowed.')).toBeVisible()
  await takeCamera(page)
  await openScene(page, 'person-exhausted', 'en')
  await expect(page.getByText('a manager can then confirm the person')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Same person' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Freeze the picture' })).toHaveCount(0)
  await look(page)
  await page.getByRole('button', { name: 'Cannot tell' }).click()
  expect(await postedBy(page, 'session.judgePerson')).toEqual([
    { judgement: 'undetermined', differing: [], picture: 'none', noPictureReason: null },
  ])
})

test('nothing is chosen beforehand, only reasons of the case are offered, and the PIN signs', async ({ page }) => {
  await openScene(page, 'decision-blocked', 'en')
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: /^Approved.*no longer valid/ })).toBeDisabled()
  await type(page, 'Your PIN, to sign', '483920')
  await expect(page.locator('#next-action')).toBeDisabled()
  await look(page)
  await page.getByRole('radio', { name: /^Refused/ }).click({ force: true })
  const seal = page.getByRole('button', { name: 'Refuse and seal' })
  await expect(seal).toBeDisabled()
  const group = page.getByRole('group', { name: 'Reasons' })
  const reasons = group.getByRole('checkbox')
  await expect(reasons).toHaveCount(3)
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
  for (const index of [0, 1]) await group.locator('.choice').nth(index).click()
  await expect(seal).toBeEnabled()
  await seal.click()
  expect(await postedBy(page, 'session.decide')).toEqual([
    { outcome: 'refused', reasons: ['document_expired', 'declared_differs'], pin: '483920' },
  ])
})

test('a PIN typed without aiming goes into the PIN', async ({ page }) => {
  await openScene(page, 'decision', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.keyboard.type('483920')
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'session.decide')).toEqual([])
  await look(page)
  await page.getByRole('radio', { name: /^Approved/ }).click({ force: true })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'session.decide')).toEqual([{ outcome: 'approved', reasons: [], pin: '483920' }])
})

test('the reference can be typed at once', async ({ page }) => {
  await openScene(page, 'home', 'en')
  await page.keyboard.type('7KQ4M2X9DQ')
  await page.keyboard.press('Enter')
  expect(await postedBy(page, 'session.open')).toEqual([{ reference: '7KQ4M2X9DQ' }])
})

test('a manager releases one gate with a sentence and a PIN', async ({ page }) => {
  await openScene(page, 'decision-override', 'en')
  await page.getByRole('button', { name: 'Ask for an override' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What the manager found').fill('Face changed after surgery, ears and eyes agree.')
  await dialog.getByLabel('Manager’s identifier').fill('c-besson')
  await dialog.getByLabel('Manager’s PIN', { exact: true }).pressSequentially('483920')
  await dialog.getByRole('button', { name: 'Grant and sign' }).click()
  await expect(dialog).toBeHidden()
  expect(await postedBy(page, 'session.override')).toMatchObject([
    { gate: 'person_unconfirmed', managerId: 'c-besson', reason: 'portrait_unlike_illness' },
  ])
})

test('a refused override says why, in view on a tablet', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 })
  await openScene(page, 'override', 'en')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What the manager found').fill('The chip does not answer on any reader.')
  await dialog.getByLabel('Manager’s identifier').fill('a-martin')
  await dialog.getByLabel('Manager’s PIN', { exact: true }).pressSequentially('483920')
  await dialog.getByRole('button', { name: 'Grant and sign' }).click()
  const alert = dialog.getByRole('alert')
  await expect(alert).toContainText('This person is not a manager')
  await expect(alert).toBeInViewport({ ratio: 1 })
  const [said, ends] = [await alert.boundingBox(), await dialog.locator('.ends').boundingBox()]
  expect(said!.y + said!.height).toBeLessThanOrEqual(ends!.y)
})

test('a while without a touch locks the screen', async ({ page }) => {
  await page.clock.install()
  await page.goto('about:blank')
  await page.goto(`${process.env['GUICHET_GALLERY_URL']}#home,en,light`)
  await page.clock.runFor(1000)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.clock.runFor(100_000)
  expect(await postedBy(page, 'operator.lock')).toHaveLength(0)
  await page.clock.runFor(90_000)
  expect(await postedBy(page, 'operator.lock')).not.toHaveLength(0)
})

test('Escape closes what lies over the page', async ({ page }) => {
  await openScene(page, 'help', 'en')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('the language changes at once and is kept', async ({ page }) => {
  await openScene(page, 'home', 'en')
  await page.getByRole('button', { name: 'Français' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quelle est la référence ?')
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
})

test('a file is chosen by the next action, and the same one again', async ({ page }) => {
  await openScene(page, 'trust', 'en')
  const bringIn = page.locator('#next-action')
  for (const times of [1, 2]) {
    const chooser = page.waitForEvent('filechooser')
    await bringIn.click()
    await (await chooser).setFiles({ name: 'csca.cer', mimeType: 'application/octet-stream', buffer: Buffer.from('x') })
    await expect.poll(() => postedBy(page, 'trust.review')).toHaveLength(times)
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('dddd dddd', { exact: false })).toBeVisible()
    // Nothing is taken before somebody says that they compared it.
    expect(await postedBy(page, 'trust.import')).toHaveLength(times - 1)
    await dialog.getByRole('button', { name: 'The fingerprint is the same: import' }).click()
    await expect.poll(() => postedBy(page, 'trust.import')).toHaveLength(times)
  }
  expect(await postedBy(page, 'trust.import')).toContainEqual({
    fileName: 'csca.cer',
    base64: 'eA==',
    confirmed: ['d'.repeat(64)],
  })
})

for (const key of ['home-qr', 'comparison-file'])
  test(`${key} closes by touch`, async ({ page }) => {
    await openScene(page, key, 'en')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  })

test('the next visit comes first, those settled last, and no keyboard covers them', async ({ page }) => {
  await openScene(page, 'home-tablet', 'en')
  const visits = page.getByRole('region', { name: 'Today’s visits' }).getByRole('listitem')
  await expect(visits).toHaveText([/^10:00/, /^23 Nov 2026, 09:00/, /^08:00.*done/, /^09:00.*No show/])
  await expect(page.getByLabel('Application reference')).not.toBeFocused()
  await page.getByRole('button', { name: 'Start the visit at 10:00' }).click()
  expect(await postedBy(page, 'session.open')).toHaveLength(1)
})

test('a failure names itself in the heading, and its button does what it says', async ({ page }) => {
  await openScene(page, 'chip-not-genuine', 'en')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The chip is not proved genuine')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect.poll(() => postedBy(page, 'session.back')).toEqual([{ to: 'chip' }])
})

test('in high contrast nothing is said by a background alone', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  const styleOf = (selector: string) =>
    page.locator(selector).evaluate((element) => {
      const { backgroundColor, color, outlineStyle } = getComputedStyle(element)
      return { backgroundColor, color, outlineStyle }
    })
  await openScene(page, 'login', 'en')
  await type(page, 'PIN', '1')
  const [set, unset] = [await styleOf('.dot >> nth=0'), await styleOf('.dot >> nth=1')]
  expect(set.backgroundColor).not.toBe(unset.backgroundColor)
  await openScene(page, 'log-exporting', 'en')
  expect(await styleOf('.meter .fill')).not.toMatchObject(await styleOf('.meter'))
  expect((await styleOf('.segment[data-selected] >> nth=0')).outlineStyle).toBe('solid')
  await openScene(page, 'comparison', 'en')
  const next = await styleOf('#next-action')
  expect(next.backgroundColor).not.toBe(next.color)
  expect(next.backgroundColor).not.toBe((await styleOf('.bar .button >> nth=0')).backgroundColor)
})

test('an application made with a practice citizen’s number has that citizen’s document, and no other has one', async ({
  page,
}) => {
  await openScene(page, 'chip-training', 'en')
  const lay = page.getByRole('button', { name: 'Lay the practice document' })
  await expect(lay).toBeVisible()
  const madeWith = (documentNumber: string) =>
    changeSession(page, {
      application: {
        ...sessionAt('chip').application!,
        reference: 'another',
        declared: { ...declared, documentNumber },
      },
    })
  await madeWith('20AB31276')
  await expect(lay).toBeHidden()
  await madeWith(declared.documentNumber)
  await expect(lay).toBeVisible()
})

test('a row of the log opens its case, and the way back leads to the log', async ({ page }) => {
  await openScene(page, 'log', 'en')
  await expect(page.getByRole('cell', { name: 'Florence Okafor' })).toBeVisible()
  await page.getByLabel('Reference, or part of it').fill('7kq')
  await page
    .getByRole('search')
    .getByRole('button', { name: /Outcome/ })
    .click()
  await page.getByRole('option', { name: 'Refused' }).click()
  await expect
    .poll(async () => (await postedBy(page, 'dailyLog.rows')).at(-1))
    .toMatchObject({ offset: 0, filter: { reference: '7kq', outcome: 'refused', documentType: null } })
  await page
    .getByRole('button', { name: /^Open / })
    .first()
    .click()
  expect((await postedBy(page, 'dailyLog.case')).length).toBe(1)
  await page.getByRole('button', { name: 'Back to the log' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Daily log' })).toBeVisible()
})

test('the queue shows what is stuck, and finds by part of a reference', async ({ page }) => {
  await openScene(page, 'queue', 'en')
  const rows = page.getByRole('rowheader')
  await expect(rows).toHaveCount(4)
  await page.getByRole('radio', { name: 'Stuck' }).click()
  await expect(rows).toHaveCount(1)
  await page.getByLabel('Reference, or part of it').fill('nothing')
  await expect(page.getByText('No result matches.')).toBeVisible()
})

test('the clerk asks where central may write, and sees no more of it than the person recognises', async ({ page }) => {
  await openScene(page, 'consent', 'en')
  const contact = page.locator('.contact-check')
  await expect(contact).toContainText('…')
  await expect(contact).not.toContainText(declared.email)
  expect(await page.locator('body').innerText()).not.toContain(declared.phone)
})

test('a remark to central alone changes nothing on the screen', async ({ page }) => {
  await openScene(page, 'decision', 'en')
  const shown = () => page.locator('main').innerHTML()
  const before = await shown()
  await page.getByRole('button', { name: /open the menu/ }).click()
  await page.getByRole('menuitem', { name: 'Remark 2' }).click()
  await expect.poll(() => postedBy(page, 'session.noteConcern')).toEqual([{ concern: 'duress' }])
  await expect(page.getByRole('menu')).toBeHidden()
  expect(await shown()).toBe(before)
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('the instructor has a document pulled away, takes the camera, and says what the remarks stand for', async ({
  page,
}) => {
  await openScene(page, 'home-training', 'en')
  await page.getByRole('button', { name: 'For the instructor' }).click()
  await page.getByRole('button', { name: 'Pull the document away in the middle of a read' }).click()
  expect(await postedBy(page, 'training.pullNext')).toEqual([{}])
  await expect(page.getByText('“Remark 2” (I act under threat)')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Evasive:' })).toContainText('“Cannot tell”')
  await page.getByText('Central out of reach', { exact: true }).click()
  expect(await postedBy(page, 'training.playOffline')).toEqual([{ offline: true }])
  await page.getByText('Without a camera', { exact: true }).click()
  const withSession = sessionAt('document')
  await page.evaluate(
    (session) => (window as unknown as { push(event: string, payload: object): void }).push('session.changed', session),
    withSession,
  )
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

for (const viewport of [
  { width: 820, height: 1180 },
  { width: 1280, height: 800 },
])
  test(`after a name is pressed at login the whole PIN pad is in view and takes touches, ${viewport.width}`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport)
    await openScene(page, 'login-chosen', 'en')
    for (const key of ['1', '2', '3', '4', '5', '0']) {
      const button = page.getByRole('button', { name: key, exact: true })
      await expect(button).toBeInViewport({ ratio: 1 })
      await button.click()
    }
    await page.getByRole('button', { name: 'Log in' }).click()
    expect(await postedBy(page, 'operator.login')).toEqual([{ operatorId: 'c-besson', pin: '123450' }])
  })

for (const [scene, language] of [
  ['consent', 'fr'],
  ['consent-training', 'fr'],
  ['consent-training', 'en'],
] as const)
  test(`where central may write is asked in view, not below the fold: ${scene}, ${language}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openScene(page, scene, language)
    const [asked, bar] = [await page.locator('.contact-check').boundingBox(), await page.locator('.bar').boundingBox()]
    expect(asked!.y + asked!.height).toBeLessThanOrEqual(bar!.y)
  })

test('a visit of another day does not stand among the visits of today', async ({ page }) => {
  await openScene(page, 'home-tablet', 'en')
  const cards = page.locator('[aria-labelledby="appointments"] > .cards')
  await expect(cards.first().getByText('Mme Kateřina Nováková-Blanc')).toBeVisible()
  await expect(cards.first().getByText('M. Youssef Haddad')).toHaveCount(0)
  const later = page.getByRole('heading', { name: 'On the days after' })
  await expect(later.locator('+ ul').getByText('M. Youssef Haddad')).toBeVisible()
  // Nobody is absent from a visit whose day has not come.
  await expect(later.locator('+ ul').getByRole('radio')).toHaveText(['Refused', 'Another day'])
})

test('the exercise at the end of a training says what was missed, what was right, and begins again', async ({
  page,
}) => {
  await openScene(page, 'home-exercise', 'en')
  await expect(page.getByText('Not passed on 21 November 2026: 1 of 3')).toBeVisible()
  await expect(page.getByText('Wrongly approved', { exact: true })).toBeVisible()
  await expect(page.getByText('Sealed: Approved. Right: Refused – Document expired.')).toBeVisible()
  await page.getByRole('button', { name: 'Begin again' }).click()
  expect(await postedBy(page, 'exercise.begin')).toEqual([{}])
})
