import type { SpecimenItem } from '../../contract/specimen-item.ts'
import { useRequest, useSession } from './context.tsx'
import { useTexts } from './use-texts.ts'

/** A document of training, by the key under which the kiosk shows and lays it. */
export type PracticeDocument = Pick<SpecimenItem, 'key' | 'can'>

/**
 * Training: the practice document of this application, its citizen's or the one whose number somebody declared who applied as that
 * citizen. Null where there is none, and outside training.
 */
export function usePracticeDocument(): PracticeDocument | null {
  const { language } = useTexts()
  const { application } = useSession()
  const { data } = useRequest('training.specimens', { language })
  const { data: visitor } = useRequest('training.visitor', { reference: application?.reference ?? '' })
  const fits = [
    (item: SpecimenItem) => item.reference === application?.reference,
    (item: SpecimenItem) => item.documentNumber === application?.declared.documentNumber,
  ]
  return visitor ?? fits.map((fit) => data?.find(fit)).find((item) => item !== undefined) ?? null
}
