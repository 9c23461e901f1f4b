import { openScreen } from './screen.ts'

/** One screen for the whole run; each test file starts windows of its own on it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const screen = await openScreen()
  process.env.GUICHET_TEST_DISPLAY = screen.display
  return screen.close
}
