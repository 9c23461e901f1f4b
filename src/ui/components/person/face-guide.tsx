import type { PictureHint } from '../../../camera/picture-hints.ts'

/**
 * Where the face belongs, in the field `upright` of a camera's picture: an oval as high as a head on a document's portrait, and
 * the line of the eyes at 45 % of the height, where the chip's portrait has them (ISO/IEC 19794-5).
 */
export function FaceGuide({ hint }: { hint: PictureHint }) {
  return (
    <>
      <ellipse cx="29.15" cy="37" rx="21" ry="28" className={hint === 'good' ? 'outline steady' : 'outline'} />
      <path d="M4 33.75h50.3" className="outline eye" />
    </>
  )
}
