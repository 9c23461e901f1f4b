import type { UiStore } from './store.ts'

/** Hertz and seconds, played one after another; short, because the clerk is looking at the citizen. */
const tunes = {
  read: [
    [880, 0.07],
    [1320, 0.11],
  ],
  failed: [
    [330, 0.12],
    [220, 0.18],
  ],
} as const satisfies Record<string, readonly (readonly [number, number])[]>

let audio: AudioContext | null = null

function play(name: keyof typeof tunes): void {
  audio ??= new AudioContext()
  let at = audio.currentTime
  for (const [hertz, seconds] of tunes[name]) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.12, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + seconds)
    at += seconds
  }
}

/** Beeps when the document's lines or its chip were read, and when something failed; silent where muted. */
export function soundOnChanges(store: UiStore): () => void {
  return store.subscribe(({ session, preferences }, before) => {
    if (!preferences.sound || !session || session === before.session) return
    const was = before.session?.sessionId === session.sessionId ? before.session : null
    const newFailure = session.failure && session.failure.code !== was?.failure?.code
    const mrzRead = session.document.mrz && !was?.document.mrz
    const chipRead = session.chip.phase === 'read' && was?.chip.phase !== 'read'
    if (newFailure) play('failed')
    else if (mrzRead || chipRead) play('read')
  })
}
