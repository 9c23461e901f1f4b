import encodeQR from 'qr'
import { Fragment } from 'react'
import type { ReceiptSheet } from '../../../texts/write-receipt.ts'

/** What the citizen takes home, in their language, on the screen as on paper: the sheet that the PDF is drawn from too. */
export function ReceiptPaper({ sheet }: { sheet: ReceiptSheet }) {
  const reference = sheet.facts.find(({ key }) => key === 'reference')!
  return (
    <article className="paper" lang={sheet.language} aria-label={sheet.title}>
      <div className="spread paper-head">
        <div className="stack tight">
          <h2>{sheet.title}</h2>
          {sheet.training && <strong>{sheet.training}</strong>}
        </div>
        <QrCode text={reference.value} label={`${reference.label} ${reference.value}`} />
      </div>
      <dl>
        {sheet.facts.map(({ key, label, value }) => (
          <div key={key} className={key === 'packet' ? 'wide' : ''}>
            <dt>{label}</dt>
            <dd className={key === 'reference' || key === 'packet' ? 'mono' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {sheet.checks && (
        <section className="stack tight">
          <h3>{sheet.checks.title}</h3>
          <dl>
            {sheet.checks.rows.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {sheet.sections.map(({ key, title, lines }) => (
        <section key={key} className="stack tight">
          <h3>{title}</h3>
          {lines.map((line) => (
            <p key={line}>
              <InOnePiece text={line} whole={reference.value} />
            </p>
          ))}
        </section>
      ))}
    </article>
  )
}

/** What is copied by hand or read aloud does not break at its hyphens. */
function InOnePiece({ text, whole }: { text: string; whole: string }) {
  return text.split(whole).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <span className="in-one-piece">{whole}</span>}
      {part}
    </Fragment>
  ))
}

/** A QR code as one path: its modules are squares of the path's unit. */
function QrCode({ text, label }: { text: string; label: string }) {
  const modules = encodeQR(text, 'raw', { border: 2 })
  const path = modules.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${modules.length} ${modules.length}`}>
      <path d={path} />
    </svg>
  )
}
