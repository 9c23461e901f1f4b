import { useTexts } from '../../core/use-texts.ts'
import { sayCount } from '../../core/format.ts'

interface BarChartProps {
  title: string
  counts: { key: string; count: number }[]
  nameOf(key: string): string
}

/** Bars in a real table: name, number, and a bar that only repeats the number. */
export function BarChart({ title, counts, nameOf }: BarChartProps) {
  const { t, language } = useTexts()
  const most = Math.max(1, ...counts.map(({ count }) => count))
  return (
    <figure className="chart">
      <table>
        <caption>{title}</caption>
        <tbody>
          {counts.map(({ key, count }) => (
            <tr key={key}>
              <th scope="row">{nameOf(key)}</th>
              <td className="bar-cell" aria-hidden="true">
                <svg viewBox="0 0 100 8" preserveAspectRatio="none">
                  <rect width={(count / most) * 100} height="8" />
                </svg>
              </td>
              <td className="count">{sayCount(count, language)}</td>
            </tr>
          ))}
          {counts.length === 0 && (
            <tr>
              <td className="soft">{t('log:none')}</td>
            </tr>
          )}
        </tbody>
      </table>
    </figure>
  )
}

const plotHeight = 120
const columnWidth = 40

/** Sessions by hour of the day as columns, with the same figures as a table for who cannot see them. */
export function HourChart({ title, hours }: { title: string; hours: { hour: number; count: number }[] }) {
  const { t } = useTexts()
  const most = Math.max(1, ...hours.map(({ count }) => count))
  return (
    <figure className="chart hours">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${hours.length * columnWidth} ${plotHeight + 44}`} aria-hidden="true">
        {hours.map(({ hour, count }, index) => {
          const height = (count / most) * plotHeight
          const x = index * columnWidth
          return (
            <g key={hour}>
              <rect x={x + 6} y={20 + plotHeight - height} width={columnWidth - 12} height={height} rx="3" />
              {count > 0 && (
                <text x={x + columnWidth / 2} y={14 + plotHeight - height} textAnchor="middle">
                  {count}
                </text>
              )}
              <text x={x + columnWidth / 2} y={plotHeight + 40} textAnchor="middle" className="hour">
                {hour}
              </text>
            </g>
          )
        })}
        <path d={`M0 ${plotHeight + 20.5}H${hours.length * columnWidth}`} className="axis" />
      </svg>
      <table className="visually-hidden">
        <caption>{title}</caption>
        <tbody>
          {hours.map(({ hour, count }) => (
            <tr key={hour}>
              <th scope="row">{t('log:hour', { hour })}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
