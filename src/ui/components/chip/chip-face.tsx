import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import type { Portrait } from '../../../contract/session.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import type { IconName } from '../../../design/components/icon.tsx'
import { PortraitView } from './portrait-view.tsx'

/** Percent of the picture's height, and a factor. */
const start = { up: 0, scale: 1 }
type Adjustment = typeof start
const moves: {
  key: 'higher' | 'lower' | 'smaller' | 'larger'
  icon: IconName
  move(adjustment: Adjustment): Adjustment
}[] = [
  { key: 'higher', icon: 'up', move: (place) => ({ ...place, up: Math.max(-40, place.up - 3) }) },
  { key: 'lower', icon: 'down', move: (place) => ({ ...place, up: Math.min(40, place.up + 3) }) },
  { key: 'smaller', icon: 'minus', move: (place) => ({ ...place, scale: Math.max(0.6, place.scale - 0.06) }) },
  { key: 'larger', icon: 'plus', move: (place) => ({ ...place, scale: Math.min(2.4, place.scale + 0.06) }) },
]

/** The chip's portrait, moved and scaled by the clerk until its eyes stand on the line and its head is as large as the other. */
export function ChipFace({ portrait }: { portrait: Portrait }) {
  const { t } = useTexts()
  const [place, setAdjustment] = useState(start)
  return (
    <figure className="chip-face">
      <div className="eye-line-box">
        <div className="movable" style={{ transform: `translateY(${place.up}%) scale(${place.scale})` }}>
          <PortraitView portrait={portrait} alt={t('chip:portrait')} />
        </div>
        <span className="eye-line" aria-hidden="true" />
      </div>
      <figcaption>
        <span className="grow">{t('chip:portrait')}</span>
        {moves.map(({ key, icon, move }) => (
          <ActionButton
            key={key}
            kind="quiet"
            icon={icon}
            label={t(`person:move.${key}`)}
            className="square"
            onPress={() => setAdjustment(move)}
          />
        ))}
      </figcaption>
    </figure>
  )
}
