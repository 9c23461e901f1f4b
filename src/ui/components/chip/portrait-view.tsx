import type { Portrait } from '../../../contract/session.ts'
import { Icon } from '../../../design/components/icon.tsx'

/** The chip's portrait, in a place that is reserved before it arrives. */
export function PortraitView({ portrait, alt }: { portrait: Portrait | null; alt: string }) {
  return (
    <div className="portrait">
      {portrait ? (
        <img src={`data:${portrait.mediaType};base64,${portrait.base64}`} alt={alt} />
      ) : (
        <Icon name="face" size={64} />
      )}
    </div>
  )
}
