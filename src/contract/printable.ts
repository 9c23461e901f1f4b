/**
 * Whether a text from outside is only what a person can see: no control characters, lone surrogates, line ends, invisible or directional
 * signs, nor a heap of marks over one letter. A screen would show such a text as another one, and a database might refuse it.
 */
export const isPrintable = (text: string): boolean => /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text) && !/\p{M}{5}/u.test(text)
