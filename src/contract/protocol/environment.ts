import { z } from 'zod'

export const Environment = z.enum(['production', 'training'])
export type Environment = z.infer<typeof Environment>
