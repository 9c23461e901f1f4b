/** Two digits to carry to another device, large, and said to who does not see them. */
export function BigNumber({ label, number }: { label: string; number: string | null }) {
  return (
    <section className="panel number" aria-label={label} role="status">
      <p>{label}</p>
      <p className="digits mono">{number}</p>
    </section>
  )
}
