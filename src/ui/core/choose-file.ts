/** Opens the system's window of files and hands over the one chosen; nothing happens when it is closed without one. */
export function chooseFile(onFile: (file: File) => void, accept = ''): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) onFile(file)
  })
  input.click()
}
