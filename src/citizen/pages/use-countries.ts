import { useEffect, useState } from 'react'
import { useCitizen, useTexts } from '../core/context.tsx'

export interface Country {
  code: string
  name: string
}

/** The official list in the language on screen, by name; null until it is there. */
export function useCountries(): Country[] | null {
  const { language } = useTexts()
  const { api } = useCitizen().ports
  const [countries, setCountries] = useState<Country[] | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    const sort = new Intl.Collator(language).compare
    api.ask('countries.list', { query: { language }, signal: leaving.signal }).then(
      (answer) => setCountries([...answer.countries].sort((a, b) => sort(a.name, b.name))),
      () => {},
    )
    return () => leaving.abort()
  }, [api, language])
  return countries
}
