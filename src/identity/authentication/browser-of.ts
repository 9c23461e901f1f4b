import { isIPv6 } from 'node:net'
import type { PendingLogin } from '../../contract/identity/device.ts'
import { nameOfAddress } from '../../central/http/rate-limit.ts'

const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Where a login comes from, as somebody can recognise it: what a browser calls itself, and its network without the last part. */
export function browserOf({ ip, userAgent }: { ip: string; userAgent: string }): PendingLogin['from'] {
  const named = (table: typeof browsers) => table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? ''
  return { browser: named(browsers), system: named(systems), address: shorten(ip) }
}

function shorten(ip: string): string {
  const name = nameOfAddress(ip)
  return isIPv6(ip) && !ip.includes('.') ? name : name.replace(/\.\d+$/, '.•')
}
