/**
 * A command line for `parseArgs` of node:util, which takes a value that begins with a hyphen for an option of its own: a thumbprint in
 * base64url (one in 64) and an identifier may begin so. Such a value is joined to its option: `--key -Ab` to `--key=-Ab`.
 * `options` is what `parseArgs` is given; what is itself one of them is never taken for a value.
 */
export function joinOptionValues(
  args: readonly string[],
  options: Readonly<Record<string, { type: 'string' | 'boolean' }>>,
): string[] {
  const takesValue = (arg: string) => arg.startsWith('--') && options[arg.slice(2)]?.type === 'string'
  const isOption = (arg: string) => Object.hasOwn(options, arg.slice(2).split('=')[0]!) && arg.startsWith('--')
  return args.reduce<string[]>((joined, arg) => {
    const before = joined.at(-1) ?? ''
    const isValue = arg.startsWith('-') && takesValue(before) && !isOption(arg)
    return isValue ? [...joined.slice(0, -1), `${before}=${arg}`] : [...joined, arg]
  }, [])
}
