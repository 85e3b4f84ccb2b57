import comments from '@eslint-community/eslint-plugin-eslint-comments/configs'
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import regexp from 'eslint-plugin-regexp'
import tsdoc from 'eslint-plugin-tsdoc'
import tseslint from 'typescript-eslint'

const aboveTheCore = ['src/{node,noble,roots,convert,testing,cli}/**']

const clock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time is an argument: take `at` or `now`.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Time is an argument: take `at` or `now`.' },
]

const runtimeGlobals = [
  ...['Buffer', 'process', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate'],
  ...['window', 'self', 'document', 'navigator', 'location', 'localStorage', 'XMLHttpRequest'],
  ...['Deno', 'Bun'],
]

export default defineConfig(
  globalIgnores(['dist/', 'dist-docs/', 'node_modules/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  comments.recommended,
  {
    files: ['**/*.{ts,js}'],
    plugins: { regexp, tsdoc },
    languageOptions: {
      parserOptions: {
        project: ['../tsconfig.json', 'tsconfig.node.json', 'tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@eslint-community/eslint-comments/require-description': 'error',
      '@eslint-community/eslint-comments/no-unused-disable': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/strict-boolean-expressions': ['error', { allowString: false, allowNumber: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
      'tsdoc/syntax': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-restricted-syntax': ['error', ...clock],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is an argument: take `at` or `now`.' },
        { object: 'performance', property: 'now', message: 'Time is an argument: take `at` or `now`.' },
      ],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: aboveTheCore,
    rules: {
      'no-restricted-globals': ['error', ...runtimeGlobals.map((name) => ({ name, message: 'Not on every runtime.' }))],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: 'Not on every runtime.' },
            { group: ['pkijs', 'asn1js', 'pvutils'], message: 'For the sub-paths above the core only.' },
          ],
        },
      ],
    },
  },
  {
    // The command talks to a terminal.
    files: ['src/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'tsdoc/syntax': 'off' },
  },
)
