import { expect, test } from 'playwright/test'
import { openScene } from './open-scene.ts'
import { changeSession, postedBy } from './play.ts'

test('typed lines are checked at once and sent only when they are a zone', async ({ page }) => {
  await openScene(page, 'document', 'en')
  await page.getByRole('radio', { name: 'Keyboard' }).click()
  const use = page.getByRole('button', { name: 'Use these lines' })
  await expect(use).toBeDisabled()
  await page.getByLabel('Line 1').fill('P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<')
  await page.getByLabel('Line 2').fill('L898902C36UTO7408122F1204159ZE184226B<<<<<10')
  await expect(page.getByText('Check digit right')).toHaveCount(4)
  await use.click()
  expect(await postedBy(page, 'session.submitMrz')).toMatchObject([{ source: 'typed', certain: true, corrections: [] }])
})

test('another picture is chosen where the last one was, not at the camera', async ({ page }) => {
  await openScene(page, 'document-file', 'en')
  const chooser = page.waitForEvent('filechooser')
  await page.locator('#next-action').click()
  await (await chooser).setFiles({ name: 'scan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') })
  await expect
    .poll(() => postedBy(page, 'session.captureFailed'))
    .toEqual([{ kind: 'document', code: 'mrz_image_unreadable' }])
  for (const failure of [{ code: 'mrz_image_unreadable', detail: null }, null]) await changeSession(page, { failure })
  await expect(page.getByRole('radio', { name: 'Scanner' })).toBeChecked()
})

test('lines that the chip refused are corrected, not typed anew', async ({ page }) => {
  await openScene(page, 'chip-wrong-mrz', 'en')
  await page.getByRole('button', { name: 'Correct the reading zone' }).click()
  await expect.poll(() => postedBy(page, 'session.back')).toEqual([{ to: 'document' }])
  await changeSession(page, { step: 'document', failure: null }, { mrz: null })
  const line = page.getByLabel('Line 2')
  await expect(line).toHaveValue(/^20AB31275/)
  await line.focus()
  await line.evaluate((field: HTMLInputElement) => field.setSelectionRange(4, 4))
  await page.keyboard.press('8')
  await expect(line).toHaveValue(/^20AB81275/)
  await page.getByRole('button', { name: 'Use these lines' }).click()
  const [sent] = await postedBy(page, 'session.submitMrz')
  expect(sent).toMatchObject({
    source: 'typed',
    corrections: [{ line: 1, column: 4, from: '3', to: '8', by: 'clerk' }],
  })
})

test('a corrected character is sent with what it was', async ({ page }) => {
  await openScene(page, 'document-review', 'en')
  await page.getByRole('button', { name: /Show the \d+ doubtful characters/ }).click()
  const line = page.getByLabel('Line 2')
  await line.focus()
  await line.evaluate((field: HTMLInputElement) => field.setSelectionRange(6, 6))
  await page.keyboard.press('2')
  await expect(line).toHaveValue(/^20AB3127/)
  await page.getByRole('button', { name: 'The lines are right' }).click()
  const [sent] = await postedBy(page, 'session.submitMrz')
  expect(sent).toMatchObject({ source: 'camera', certain: true, uncertain: [] })
  expect(sent!['corrections']).toContainEqual({ line: 1, column: 6, from: 'Z', to: '2', by: 'clerk' })
})

test('a removed document is read again with one press', async ({ page }) => {
  await openScene(page, 'chip-removed', 'en')
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect.poll(() => postedBy(page, 'session.readChip')).toEqual([{ can: null }])
})

test('the access number must have six digits', async ({ page }) => {
  await openScene(page, 'chip-can', 'en')
  const read = page.getByRole('button', { name: 'Read the chip' })
  await page.getByLabel('Access number', { exact: true }).fill('48 29')
  await expect(read).toBeDisabled()
  await page.getByLabel('Access number', { exact: true }).fill('482913')
  await read.click()
  expect(await postedBy(page, 'session.readChip')).toEqual([{ can: '482913' }])
})
