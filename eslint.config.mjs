import tseslint from 'typescript-eslint';

const clockUse = ['Date.now', 'Math.random', 'AbortSignal.timeout'].map((name) => {
  const [object, property] = name.split('.');
  return { object, property, message: 'time and chance come in as arguments or ports: see lib/core/time.ts and lib/core/chance.ts' };
});
const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: 'waiting goes through a Clock: see lib/edge/time' }));

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', 'coverage', 'reports', '**/*.js', '**/*.cjs'] },
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-len': ['error', { code: 240, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: true }],
      complexity: ['error', { max: 16, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      eqeqeq: 'error',
      'no-restricted-properties': ['error', ...clockUse],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-syntax': ['error',
        { selector: 'ExportDefaultDeclaration', message: 'export by name' },
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'time comes in: see lib/core/time.ts' },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  { files: ['lib/edge/time/**', 'lambda/shared/**', 'services/*/src/**'], rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' } },
  { files: ['test/**'], rules: { 'max-lines': ['error', { max: 300 }], '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked], rules: { 'no-restricted-syntax': 'off' } },
);
