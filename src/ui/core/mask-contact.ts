/** An e-mail address that its owner recognises and nobody beside them learns: `c…e@example.org`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const [name, domain] = [email.slice(0, at), email.slice(at)]
  return at < 1 ? '…' : `${name.slice(0, 1)}…${name.length > 3 ? name.slice(-1) : ''}${domain}`
}

/** The last two digits of a phone number: `•• 42`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length < 4 ? '••' : `•• ${digits.slice(-2)}`
}
