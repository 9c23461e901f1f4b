const drawings = import.meta.glob<string>('../../../../assets/features/*.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
})

/**
 * A schematic of assets/features, inline so that its strokes take the text's colour. The markup is the repository's, bundled at build
 * time; no text from outside ever comes here.
 */
export function FeatureDrawing({ featureId }: { featureId: string }) {
  const markup = drawings[`../../../../assets/features/${featureId}.svg`]
  if (!markup) return <div className="drawing" aria-hidden="true" />
  return <div className="drawing" aria-hidden="true" dangerouslySetInnerHTML={{ __html: markup }} />
}
