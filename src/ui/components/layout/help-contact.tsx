import { useUiState } from '../../core/context.tsx'

/** Whom the policy in force says to call; `otherwise` where it names nobody. */
export function HelpContact({ otherwise = null }: { otherwise?: string | null }) {
  const contact = useUiState(({ policy }) => policy?.helpContact || otherwise)
  return contact ? <p className="help-contact">{contact}</p> : null
}
