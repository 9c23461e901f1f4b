import { useTexts } from '../../core/use-texts.ts'

interface ReaderPictureProps {
  passport: boolean
  state: 'empty' | 'placed' | 'reading' | 'can'
}

/** Where to put the document: drawn, because a picture is quicker than words. */
export function ReaderPicture({ passport, state }: ReaderPictureProps) {
  const { t } = useTexts()
  if (state === 'can') return <CanPicture />
  return (
    <svg
      className={`reader-picture ${state}`}
      viewBox="0 0 400 220"
      role="img"
      aria-label={t(passport ? 'chip:picturePassport' : 'chip:pictureCard')}
    >
      <path
        className="body"
        d="M70 150h260a16 16 0 0116 16v18a16 16 0 01-16 16H70a16 16 0 01-16-16v-18a16 16 0 0116-16z"
      />
      <path className="line" d="M54 172h292" />
      <circle className="light" cx="322" cy="186" r="5" />
      <g className="waves">
        <path d="M176 142a34 34 0 0148 0" />
        <path d="M160 128a56 56 0 0180 0" />
        <path d="M144 114a79 79 0 01112 0" />
      </g>
      <g className="doc">
        {passport ? (
          <>
            <rect x="128" y="26" width="144" height="100" rx="8" className="sheet" />
            <path className="line" d="M128 110h144M152 52h40M152 68h60" />
            <rect x="222" y="46" width="30" height="22" rx="4" className="chip" />
          </>
        ) : (
          <>
            <rect x="128" y="36" width="144" height="90" rx="10" className="sheet" />
            <circle cx="160" cy="74" r="13" className="line" />
            <path className="line" d="M142 104c4-14 32-14 36 0M194 64h54M194 80h54M194 96h34" />
          </>
        )}
      </g>
    </svg>
  )
}

/** Where the six digits are on the front of the card. */
function CanPicture() {
  const { t } = useTexts()
  return (
    <svg className="reader-picture can" viewBox="0 0 400 220" role="img" aria-label={t('chip:pictureCan')}>
      <rect x="70" y="20" width="260" height="164" rx="14" className="sheet" />
      <rect x="90" y="50" width="70" height="90" rx="6" className="line" />
      <circle cx="125" cy="84" r="16" className="line" />
      <path className="line" d="M102 128c6-20 40-20 46 0M180 62h120M180 84h120M180 106h80" />
      <rect x="236" y="142" width="80" height="28" rx="6" className="spot" />
      <text x="276" y="162" textAnchor="middle" className="digits">
        123456
      </text>
      <path className="arrow" d="M276 212v-34M264 190l12-13 12 13" />
    </svg>
  )
}
