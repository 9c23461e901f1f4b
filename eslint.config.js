import tseslint from 'typescript-eslint'
import reactHooks from 'eslint-plugin-react-hooks'

/** Habits of this house that the language leaves open; tests/repository/lint-rules.test.ts tries each. */
const habits = [
  {
    selector: 'JSXAttribute[name.name="isPending"]',
    message: 'react-aria announces it in a live region without a name. Use `pending` of the buttons in src/design.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings, or a zod enum where it crosses a wire.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
]

/** What the screen says is one truth, in assets/texts: a journey names it by its key (tests/e2e/words.ts). */
const byTextKeys = [
  {
    selector:
      'CallExpression[callee.property.name=/^getBy(Text|Label|Placeholder)$/] > :matches(Literal[value=/\\p{L}{3}/u], Literal[regex]):first-child',
    message: 'Select by a text key (tests/e2e/words.ts) or by a role.',
  },
  {
    selector:
      'CallExpression[callee.property.name="getByRole"] Property[key.name="name"] > Literal[value=/\\p{L}{3}/u]',
    message: 'Select by a text key (tests/e2e/words.ts).',
  },
  {
    selector:
      'CallExpression[callee.name=/^(button|heading|press|choose)$/] > :matches(Literal[value=/\\p{L}{3}/u], Literal[regex]):nth-child(2)',
    message: 'Select by a text key (tests/e2e/words.ts).',
  },
]

/**
 * Newer than the oldest browsers of citizens (`target` of vite.citizen.config.ts), and known to the `lib` of what they load; what is
 * newer in the language than ES2023 that `lib` refuses already.
 */
const youngerThanCitizens = [
  {
    selector: 'CallExpression[callee.property.name=/^to(Sorted|Reversed|Spliced)$/]',
    message: 'Chrome 110: sort, reverse or splice a copy.',
  },
  {
    selector: 'MemberExpression[object.name="AbortSignal"][property.name="any"]',
    message: 'Chrome 116, Safari 17.4: see core/api.ts of the citizen.',
  },
  {
    selector: 'MemberExpression[object.name="URL"][property.name=/^(parse|canParse)$/]',
    message: 'Chrome 120, Safari 17: `new URL` throws instead.',
  },
]

export default tseslint.config(
  {
    ignores: [
      '.cache',
      '.vite',
      'dist',
      'out',
      'node_modules',
      'reports',
      '.stryker-tmp',
      'test-results',
      'playwright-report',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...habits],
    },
  },
  { files: ['src/{ui,design,camera,citizen}/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'tests/**', 'scripts/**', '**/inspect.ts', '**/verify-log.ts'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    files: ['tests/{e2e,shell}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...habits, ...byTextKeys] },
  },
  {
    files: ['src/{camera,citizen,contract,design,emrtd/lds/mrz,mrz,texts}/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...habits, ...youngerThanCitizens] },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
