import type { Language } from '../../src/contract/identity.ts'
import { settings, type Setting } from '../../src/station/start/settings.ts'
import { textsIn } from '../../src/texts/texts-in.ts'

type Say = (key: `start:settings.${string}`) => string
const wordsOf = (language: Language) => textsIn(language) as Say
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const lines = (parts: string[]) => `${parts.join('\n')}\n`
const firstLine = '<?xml version="1.0" encoding="utf-8"?>'
const namespace = 'xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"'
const schema = 'revision="1.0" schemaVersion="1.0"'

/** Templates of the managed configuration by path in `packaging/`, made of the one list of settings. */
export function policyTemplates(): Record<string, string> {
  return {
    'windows/Guichet.admx': admx(),
    'windows/fr-FR/Guichet.adml': adml('fr'),
    'windows/en-US/Guichet.adml': adml('en'),
    'macos/Guichet.mobileconfig': profile(),
    'linux/settings.json': `${JSON.stringify(example, null, 2)}\n`,
  }
}

/** A counter in normal mode, as most are. */
const example = {
  Mode: 'production',
  Kind: 'counter',
  CentralUrl: 'https://central.example',
  Presence: 'kiosk',
  Ring: 'all',
}

/** The rows of docs/fleet.md's table. */
export function settingRows(): string[] {
  const say = wordsOf('en')
  return settings.map((one) => {
    const values = one.values === null ? 'text' : one.values.map((value) => `\`${value}\``).join(', ')
    return `\`${one.name}\` | \`${one.variable}\` | ${values} | ${one.byDefault} | ${say(`start:settings.${one.name}`)}`
  })
}

function admx(): string {
  return lines([
    firstLine,
    `<policyDefinitions ${namespace} ${schema}>`,
    '  <policyNamespaces>',
    '    <target prefix="guichet" namespace="Guichet.Policies" />',
    '    <using prefix="windows" namespace="Microsoft.Policies.Windows" />',
    '  </policyNamespaces>',
    '  <resources minRequiredRevision="1.0" />',
    '  <categories><category name="Guichet" displayName="$(string.Guichet)" /></categories>',
    '  <policies>',
    ...settings.flatMap(policyOf),
    '  </policies>',
    '</policyDefinitions>',
  ])
}

function policyOf({ name, values }: Setting): string[] {
  const place = `key="SOFTWARE\\Policies\\Guichet"`
  const texts = `displayName="$(string.${name})" explainText="$(string.${name}_Help)" presentation="$(presentation.${name})"`
  const items = (values ?? []).map(
    (value) =>
      `          <item displayName="$(string.${name}_${value})"><value><string>${value}</string></value></item>`,
  )
  const element =
    values === null
      ? [`        <text id="${name}" valueName="${name}" required="true" />`]
      : [`        <enum id="${name}" valueName="${name}" required="true">`, ...items, '        </enum>']
  return [
    `    <policy name="${name}" class="Machine" ${place} ${texts}>`,
    '      <parentCategory ref="Guichet" />',
    '      <supportedOn ref="windows:SUPPORTED_Windows_10_0" />',
    '      <elements>',
    ...element,
    '      </elements>',
    '    </policy>',
  ]
}

function adml(language: Language): string {
  const say = wordsOf(language)
  const text = (id: string, words: string) => `      <string id="${id}">${escape(words)}</string>`
  const strings = settings.flatMap(({ name, values, variable }) => [
    text(name, name),
    text(`${name}_Help`, `${say(`start:settings.${name}`)} (${variable})`),
    ...(values ?? []).map((value) => text(`${name}_${value}`, value)),
  ])
  const presentations = settings.map(({ name, values }) => {
    const control =
      values === null
        ? `<textBox refId="${name}"><label>${name}</label></textBox>`
        : `<dropdownList refId="${name}" noSort="true">${name}</dropdownList>`
    return `      <presentation id="${name}">${control}</presentation>`
  })
  return lines([
    firstLine,
    `<policyDefinitionResources ${namespace} ${schema}>`,
    '  <displayName>Guichet</displayName>',
    `  <description>Guichet</description>`,
    '  <resources>',
    '    <stringTable>',
    text('Guichet', 'Guichet'),
    ...strings,
    '    </stringTable>',
    '    <presentationTable>',
    ...presentations,
    '    </presentationTable>',
    '  </resources>',
    '</policyDefinitionResources>',
  ])
}

function profile(): string {
  const entry = (key: string, value: string, by = '      ') => [
    `${by}<key>${key}</key>`,
    `${by}<string>${escape(value)}</string>`,
  ]
  const identity = 'org.guichet.kiosk'
  return lines([
    firstLine,
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '  <dict>',
    '    <key>PayloadContent</key>',
    '    <array>',
    '      <dict>',
    ...entry('PayloadType', identity, '        '),
    ...entry('PayloadIdentifier', `${identity}.settings`, '        '),
    ...entry('PayloadUUID', '6B1D2C0E-6C3B-4D6C-9C55-0D6F6A1F3E01', '        '),
    '        <key>PayloadVersion</key>',
    '        <integer>1</integer>',
    ...Object.entries(example).flatMap(([key, value]) => entry(key, value, '        ')),
    '      </dict>',
    '    </array>',
    ...entry('PayloadType', 'Configuration', '    '),
    ...entry('PayloadScope', 'System', '    '),
    ...entry('PayloadIdentifier', identity, '    '),
    ...entry('PayloadUUID', '6B1D2C0E-6C3B-4D6C-9C55-0D6F6A1F3E02', '    '),
    ...entry('PayloadDisplayName', 'Guichet', '    '),
    '    <key>PayloadVersion</key>',
    '    <integer>1</integer>',
    '  </dict>',
    '</plist>',
  ])
}
