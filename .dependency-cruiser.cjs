/**
 * Which room may import which: the table of CONTRIBUTING.md, checked by `npm test`.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const rooms = {
  api: [],
  client: ['api'],
  ui: [],
  elements: ['client', 'ui'],
  define: ['elements'],
  embed: [],
  http: [],
  proxy: ['api', 'http', 'embed'],
  platform: ['api', 'http'],
};

const walls = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `src/${room} may import ${allowed.join(', ') || 'nothing'} of ours`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^(src|demo|test|scripts)/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'cli-uses-entry-points',
      comment: 'The command line uses what the package exports, no inner files.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/',
        pathNot: '^src/(cli/|(proxy|platform|client)/index\\.ts$|proxy/(node|redis|jwt)\\.ts$)',
      },
    },
    {
      name: 'demo-uses-entry-points',
      comment: 'The demo uses what the package exports, no inner files.',
      severity: 'error',
      from: { path: '^demo/' },
      to: { path: '^src/', pathNot: '^src/(index|all|(client)/index)\\.ts$' },
    },
    {
      name: 'loader-stands-alone',
      severity: 'error',
      from: { path: '^src/embed/loader\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'operations-are-plain-data',
      severity: 'error',
      from: { path: '\\.operations\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'valibot-in-schemas-only',
      comment: 'What straightens and describes must not carry the schema library.',
      severity: 'error',
      from: { path: '^src/(api|client|ui|elements|define)/', pathNot: '\\.schemas\\.ts$' },
      to: { path: 'node_modules/valibot', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'schemas-as-types-only',
      comment: 'No schema byte may reach a page.',
      severity: 'error',
      from: {
        path: '^src/(client|elements|ui|define)/|\\.read\\.ts$|^src/api/(reads|operations)\\.ts$',
      },
      to: { path: '\\.schemas\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-outside-servers',
      comment: 'Pages and web-standard servers have no node:*.',
      severity: 'error',
      from: {
        path: '^src/(api|client|ui|elements|define|embed|http|proxy)/',
        pathNot: '^src/proxy/(node|[\\w-]+\\.node)\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'proxy-for-all-runtimes',
      comment: 'What a runtime without Node.js loads must not lead to a Node file.',
      severity: 'error',
      from: { path: '^src/proxy/', pathNot: '^src/proxy/(node|[\\w-]+\\.node)\\.ts$' },
      to: { path: '^src/proxy/(node|[\\w-]+\\.node)\\.ts$' },
    },
    {
      name: 'proxy-keeps-nothing',
      comment:
        'What holds the keys has no database and starts no programs: there is nothing to break into.',
      severity: 'error',
      from: { path: '^src/(http|proxy)/' },
      to: { path: '^(node:)?(sqlite|child_process|vm|worker_threads|inspector|repl)$' },
    },
    {
      name: 'proxy-few-packages',
      comment: 'Every package that the proxy loads could read the keys: only these.',
      severity: 'error',
      from: { path: '^src/(http|proxy)/' },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(valibot|jose|redis|undici|@hono/node-server)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'heavy-parts-on-demand',
      comment:
        'three, stripe-js and marked come by import() only; the engine and the Markdown view are such parts.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/elements/(model-viewer/engine/|character-chat/markdown[^/]*\\.ts$)',
      },
      to: {
        path: 'node_modules/(three|marked|@stripe)/',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'engine-on-demand',
      severity: 'error',
      from: { path: '^src/elements/model-viewer/', pathNot: '/engine/' },
      to: {
        path: '^src/elements/model-viewer/engine/',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-dependencies',
      comment: 'What is shipped imports only what package.json names.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
