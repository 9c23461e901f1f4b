/** Listeners of a reader, shared by both kinds. */
export function createChanges(): { tell(): void; onChange(listener: () => void): () => void } {
  const listeners = new Set<() => void>()
  return {
    tell: () => listeners.forEach((listener) => listener()),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
