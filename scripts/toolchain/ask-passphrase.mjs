import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/**
 * Asks for a passphrase on the terminal without showing it, twice for a new one, until it is long enough and both agree.
 * `say(key)`: the words. `input` and `output` are the terminal's.
 */
export async function askPassphrase({ isNew, say, input = process.stdin, output = process.stdout }) {
  // What is typed is echoed by the interface, and goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: true })
  const ask = async (key) => {
    output.write(`${say(`start:kiosk.passphrase.${key}`)} `)
    const answer = await lines.question('')
    output.write('\n')
    return answer
  }
  try {
    for (;;) {
      const passphrase = await ask(isNew ? 'choose' : 'type')
      if (passphrase.length < 12) output.write(`${say('start:kiosk.passphrase.short')}\n`)
      else if (!isNew || (await ask('again')) === passphrase) return passphrase
      else output.write(`${say('start:kiosk.passphrase.differs')}\n`)
    }
  } finally {
    lines.close()
  }
}
