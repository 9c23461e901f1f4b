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
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
