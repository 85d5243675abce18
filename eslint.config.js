import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const electronBan = { name: 'electron', message: 'Only src/main and src/preload know Electron; pass what you need in.' }
const contractTypesOnly = { regex: '/contract/(?!choices\\.|staff-rights\\.)', allowTypeImports: true, message: 'Pages take types from the contract, never code; choices.ts and staff-rights.ts are tables.' }

// Formatting is prettier's, house rules are test/tidy.test.ts's; here stands what needs types to be seen.
export default tseslint.config(
  { ignores: ['node_modules/', 'out/', 'test/fixtures/', '**/*.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.config.ts', 'build/*.config.ts'] }, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/require-await': 'off',
      // Methods here are closures: they can be passed on by themselves.
      '@typescript-eslint/unbound-method': 'off',
      // Codes are spread by code point on purpose.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', { paths: [electronBan] }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  { files: ['src/main/**', 'src/preload/**', 'test/e2e/**', 'test/support/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/preload/**', 'src/renderer/**', 'src/console/**'], rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [contractTypesOnly] }] } },
  { files: ['src/ui/**', 'src/renderer/**', 'src/console/**'], ...reactHooks.configs.flat['recommended-latest'] },
  // The command lines speak through standard output.
  { files: ['src/cli/**', 'src/hq/cli/**', 'test/{sim,demo,bench}/**'], rules: { 'no-console': 'off' } },
  // In tests a missing element may be asserted away: if it is missing the test fails all the same.
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-dynamic-delete': 'off' } },
  { files: ['**/*.{js,mjs}', 'bin/*'], extends: [tseslint.configs.recommended, tseslint.configs.disableTypeChecked] },
)
