import tseslint from 'typescript-eslint';

/** Files that decide: no clock, no chance, no waiting. The projector and the view stores have I/O for a living. */
const deciding = ['libs/{protocol,institution-views,evidence,event-sourcing,access}/src/**/*.ts'];
const notDeciding = ['**/*.{handlers,process,graphql,module,spec,contract}.ts', '**/{projector,view-store}/**', '**/testing.ts'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '**/*.cjs', '**/*.mjs'] },
  {
    files: ['{libs,apps,test}/**/*.ts'],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true },
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: deciding,
    ignores: notDeciding,
    rules: {
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'process'],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in with the command or the event.' },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time comes in with the command or the event.' },
        { selector: "CallExpression[callee.property.name=/^random/]", message: 'Identity and chance come in with the command.' },
        { selector: "CallExpression[callee.name=/^random/]", message: 'Identity and chance come in with the command.' },
        { selector: 'AwaitExpression', message: 'Decisions and projections are synchronous.' },
      ],
    },
  },
  { files: ['apps/cli/**/*.ts', 'test/bench/**/*.ts', 'test/crash/**/*.ts', 'test/long/**/*.ts'], rules: { 'no-console': 'off' } },
);
