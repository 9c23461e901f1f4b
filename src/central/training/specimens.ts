import { z } from 'zod'
import { ApplicationStatus, Channel } from '../../contract/application.ts'
import { Declared } from '../../contract/identity.ts'
import { formatReference } from '../../contract/reference.ts'

/** One specimen citizen's application; dates are days from the day of seeding, so that specimens never grow old. */
export const SpecimenApplication = z.object({
  applicationId: z.uuid(),
  reference: z.string(),
  status: ApplicationStatus.default('open'),
  channel: Channel,
  declared: Declared,
  emailConfirmed: z.boolean().default(true),
  openedBy: z.string().nullable().default(null),
  applicantOperatorId: z.string().nullable().default(null),
  createdDay: z.int().default(-7),
  expiresDay: z.int().default(60),
  /** The document is on the training list of lost and stolen ones. */
  reportedLost: z.boolean().default(false),
})
export type SpecimenApplication = z.infer<typeof SpecimenApplication>

const address = { lines: ['1 rue de la Formation'], postcode: '75001', city: 'Paris', country: 'FRA' }

function specimen(
  n: number,
  birthName: string,
  givenNames: string[],
  more: Partial<z.input<typeof SpecimenApplication>>,
) {
  const digits = String(n).padStart(3, '0')
  return SpecimenApplication.parse({
    applicationId: `00000000-0000-4000-8000-000000000${digits}`,
    reference: formatReference(`TRA1N0${digits}`),
    channel: 'counter',
    declared: {
      birthName,
      usageName: null,
      givenNames,
      birthDate: '1985-06-15',
      birthPlace: { name: 'Lyon', inseeCode: '69123', country: 'FRA' },
      sex: n % 2 === 0 ? 'F' : 'M',
      nationality: 'FRA',
      address,
      email: `specimen${digits}@example.fr`,
      phone: `+33 6 39 98 0${digits}`,
      documentType: 'passport',
      documentNumber: `99AA00${digits}`,
    },
    ...more,
  })
}

/** One citizen for each refusal a lookup can meet, beside the specimen citizens who have a document to read. */
export const refusedSpecimens: readonly SpecimenApplication[] = [
  specimen(3, 'Modèle', ['Maxime'], { status: 'verified' }),
  specimen(4, 'Essai', ['Claude'], { expiresDay: -1 }),
  specimen(5, 'Épreuve', ['Sacha'], { status: 'cancelled' }),
  specimen(6, 'Témoin', ['Alix'], { status: 'refused' }),
  specimen(7, 'Patron', ['Charlie'], { emailConfirmed: false }),
  specimen(8, 'Perdu', ['Andrea'], { reportedLost: true }),
]
