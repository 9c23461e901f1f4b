/** Something is under way whose end cannot be told. */
export function Waiting({ label }: { label: string }) {
  return (
    <div className="waiting" role="status">
      <span className="pulse" aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </div>
  )
}
