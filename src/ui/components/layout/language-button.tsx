import { useTexts } from '../../core/use-texts.ts'
import { Button } from 'react-aria-components'
import { chooseLanguage } from '../../core/choices.ts'
import { useUi } from '../../core/context.tsx'

/** Switches to the other language, named in that language. */
export function LanguageButton() {
  const { t } = useTexts()
  const { store } = useUi()
  const other = t('layout:otherLanguageCode') === 'fr' ? 'fr' : 'en'
  return (
    <Button className="button quiet" onPress={() => chooseLanguage(store, other)}>
      <span lang={other}>{t('layout:otherLanguage')}</span>
    </Button>
  )
}
