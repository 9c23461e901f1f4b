import { useTexts } from '../core/context.tsx'
import type { DocumentRow } from '../../contract/document-row.ts'
import { documentTypes } from '../../contract/documents.ts'
import type { DocumentType } from '../../contract/identity.ts'

type Shown = 'birthName' | 'givenNames' | 'usageName' | 'birthPlace'
type Spot = { x: number; y: number; w: number }
/** Position of each name on a field of 100 by 64: schematic, drawn for this project. */
const spots: Record<DocumentRow['form'], Record<Shown, Spot>> = {
  card: {
    birthName: { x: 38, y: 17, w: 40 },
    givenNames: { x: 38, y: 27, w: 46 },
    usageName: { x: 38, y: 47, w: 36 },
    birthPlace: { x: 38, y: 37, w: 46 },
  },
  old: {
    birthName: { x: 34, y: 15, w: 40 },
    givenNames: { x: 34, y: 24, w: 50 },
    usageName: { x: 34, y: 33, w: 36 },
    birthPlace: { x: 34, y: 42, w: 44 },
  },
  book: {
    birthName: { x: 36, y: 13, w: 42 },
    givenNames: { x: 36, y: 22, w: 48 },
    usageName: { x: 36, y: 40, w: 34 },
    birthPlace: { x: 36, y: 31, w: 44 },
  },
}

/** A drawing of the document that shows where one thing is printed; the words beside it say the same. */
export function NameDrawing({ type, show }: { type: DocumentType | undefined; show: readonly Shown[] }) {
  const { t } = useTexts()
  const layout = documentTypes[type ?? 'other'].form
  const all = spots[layout]
  return (
    <figure className="drawing">
      <svg viewBox="0 0 100 64" role="img" aria-label={t(`apply:names.where.${layout}`)}>
        <rect x="1" y="1" width="98" height="62" rx="4" className="paper" />
        <rect x="6" y="14" width="24" height="30" rx="2" className="photo" />
        <circle cx="18" cy="25" r="5.5" className="face" />
        <path d="M8 44c1-8 5-11 10-11s9 3 10 11" className="face" />
        {Object.entries(all).map(([name, { x, y, w }]) => (
          <rect
            key={name}
            x={x}
            y={y}
            width={w}
            height="4.500"
            rx="1.500"
            className={show.includes(name as Shown) ? 'spot shown' : 'spot'}
          />
        ))}
        {layout !== 'card' && (
          <g className="zone">
            <rect x="6" y="52" width="88" height="2.500" />
            <rect x="6" y="57" width="88" height="2.500" />
          </g>
        )}
        {show.map((name, index) => (
          <text key={name} x={all[name].x + all[name].w + 2.5} y={all[name].y + 4.4} className="number">
            {index + 1}
          </text>
        ))}
      </svg>
      <figcaption className="small soft">{t(`apply:names.where.${layout}`)}</figcaption>
    </figure>
  )
}
