/**
 * Switches that would let anyone who starts the installed application look into it, feed it a camera or weaken the page. The
 * fuses forbid Node's own (`--inspect`); Chromium's are refused here, before a window exists, and in each way in which Chromium takes them:
 * after one dash or two, on Windows after a slash and in any case too.
 */
const forbidden =
  /^(?:--?|\/)(inspect\b|remote-debugging|remote-allow-origins|js-flags|no-sandbox|disable-web-security|disable-site-isolation|allow-running-insecure|ignore-certificate-errors|host-resolver-rules|host-rules|load-extension|use-fake-|use-file-for-fake-|auto-accept|auto-select-|enable-blink-features|renderer-cmd-prefix|utility-cmd-prefix|gpu-launcher)/i

/** The first switch that an installed application does not start with; null when there is none. */
export function forbiddenSwitch(args: readonly string[]): string | null {
  const found = args.find((arg) => forbidden.test(arg))
  return found?.split('=', 1)[0] ?? null
}
