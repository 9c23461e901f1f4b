import type { SpecimenItem } from '../../contract/specimen-item.ts'
import { useRequest, useSession } from './context.tsx'
import { useTexts } from './use-texts.ts'

/**
 * Training: the practice document of this application, its citizen's or the one whose number somebody declared who applied as that
 * citizen. Null where there is none, and outside training.
 */
export function usePracticeDocument(): SpecimenItem | null {
  const { language } = useTexts()
  const { application } = useSession()
  const { data } = useRequest('training.specimens', { language })
  const fits = [
    (item: SpecimenItem) => item.reference === application?.reference,
    (item: SpecimenItem) => item.documentNumber === application?.declared.documentNumber,
  ]
  return fits.map((fit) => data?.find(fit)).find((item) => item !== undefined) ?? null
}
