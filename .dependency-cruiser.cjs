/** Each layer imports only from those before it; src/index.ts stands between report and cli. */
const layers = ['hcl', 'model', 'terraform', 'aws', 'attack', 'harden', 'analysis', 'live', 'trail', 'report', 'cli'];

const oneWay = layers.map((layer, at) => ({
  name: `${layer}-imports-only-lower-layers`,
  comment: `src/${layer} may import from: ${['itself', ...layers.slice(0, at)].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: {
    path: [`^src/(${layers.slice(at + 1).join('|') || '$.'})/`, ...(layer === 'cli' ? [] : ['^src/index\\.ts$'])],
  },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'estate-and-attacks-know-no-source',
      comment:
        'What src/aws, src/attack and src/harden need of where resources come from stands in src/model; src/harden edits by src/hcl.',
      severity: 'error',
      from: { path: '^src/(aws|attack|harden)/' },
      to: { path: '^src/terraform/' },
    },
    { name: 'library-knows-no-cli', severity: 'error', from: { path: '^src/index\\.ts$' }, to: { path: '^src/cli/' } },
    {
      name: 'no-cycles',
      comment: 'Not of types either: what two files need of each other stands in a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that does not resolve would escape the other rules.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'source-knows-no-tests-and-no-scripts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'no-development-packages',
      comment: 'But for the AWS SDK, which the build bundles into the file that reads accounts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: ['node_modules/@types/', 'node_modules/@(aws-sdk|smithy)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
