import { expect, test, type Page } from 'playwright/test'
import { openScene } from './open-scene.ts'

/** CSS pixels are 1/96 of an inch: what a receipt printer prints on a roll of 80 mm, and A4 between margins of 10 mm. */
const millimetres = (length: number) => Math.floor((length / 25.4) * 96)
const papers = {
  roll: { width: millimetres(72), height: 2000 },
  a4: { width: millimetres(190), height: millimetres(277) },
}

/** What is wrong with the sheet that would be printed. */
const faultsOf = (page: Page) =>
  page.evaluate(() => {
    const faults: string[] = []
    const paper = document.querySelector('.paper')!
    if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the paper')
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const { parentElement, nodeValue } = texts.currentNode
      if (!nodeValue!.trim() || !parentElement!.checkVisibility() || parentElement!.closest('.visually-hidden'))
        continue
      if (!paper.contains(parentElement)) faults.push(`printed beside the receipt: ${nodeValue}`)
      const [red = 255, green = 255, blue = 255] = getComputedStyle(parentElement!).color.match(/\d+/g)!.map(Number)
      if (Math.max(red, green, blue) > 100) faults.push(`pale on paper: ${nodeValue}`)
    }
    for (const element of [
      document.documentElement,
      document.body,
      ...document.querySelectorAll('.layout, .stage, .paper'),
    ])
      if (!['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(getComputedStyle(element).backgroundColor))
        faults.push(`ink behind the text: ${element.className || element.tagName}`)
    for (const whole of paper.querySelectorAll('.in-one-piece'))
      if (whole.getClientRects().length !== 1) faults.push('the reference is in two pieces')
    return faults
  })

for (const scene of ['receipt', 'receipt-refused', 'receipt-offline'])
  for (const theme of ['light', 'dark'])
    test(`prints black on white on a roll of 80 mm and on one page of A4: ${scene}, ${theme}`, async ({ page }) => {
      await openScene(page, scene, 'fr', theme)
      await page.emulateMedia({ media: 'print' })
      for (const [name, paper] of Object.entries(papers)) {
        await page.setViewportSize(paper)
        expect(await faultsOf(page), name).toEqual([])
        if (process.env['GUICHET_PICTURES'])
          await page.screenshot({
            path: `${process.env['GUICHET_PICTURES']}/${scene}.${theme}.${name}.png`,
            fullPage: true,
          })
      }
      const { y, height } = (await page.locator('.paper').boundingBox())!
      expect(y + height, 'one page').toBeLessThanOrEqual(papers.a4.height)
      await expect(page.getByRole('img', { name: /7KQ-4M2-X9DQ/ })).toBeVisible()
    })
