/**
 * Who may import whom. The suffix of a file is a permission; every rule has its reason and is proven once by breaking it
 * (`boundaries.spec.ts`).
 */
const bare = '(?<!\\.(handlers|process|graphql|module|spec|contract|upcast))\\.ts$';
const tests = '\\.(spec|contract)\\.ts$|/testing\\.ts$|/vectors/';
const projections = '^libs/institution-views/src/(projector|view-store)/';
const npm = (names) => `(^|/)node_modules/(${names})(/|$)`;
const frameworks = npm('@nestjs|@apollo|graphql|rxjs|class-validator|class-transformer|fastify|jose|pino');
const drivers = npm('better-sqlite3|better-sqlite3-13|kysely|pg|@eventstore|@grpc');
/** Which binary drives SQLite under the Node that runs: chosen once, for every library that keeps a file. */
const sqliteDriver = '^libs/event-store/src/sqlite/driver\\.ts$';
const node = '^(node:)?(fs|fs/promises|http|https|net|tls|dns|child_process|worker_threads|timers|timers/promises|os|crypto|path|process)$';

module.exports = {
  forbidden: [
    {
      name: 'event-sourcing-imports-nothing',
      severity: 'error',
      comment: 'The vocabulary runs anywhere: no library, no framework, not even Node.',
      from: { path: '^libs/event-sourcing/src/', pathNot: tests },
      to: { pathNot: '^libs/event-sourcing/src/' },
    },
    {
      name: 'the-store-port-knows-events-and-evidence-only',
      severity: 'error',
      comment: 'An adapter can be written against the port alone.',
      from: { path: '^libs/event-store/src/[^/]+\\.ts$', pathNot: tests },
      to: { pathNot: ['^libs/event-store/src/[^/]+\\.ts$', '^libs/(event-sourcing|evidence)/src/index\\.ts$'] },
    },
    {
      name: 'decisions-are-pure',
      severity: 'error',
      comment: 'Rules, views and gates need no framework, no database, no Node: they run the same in a test, a rebuild and a court.',
      from: { path: `^libs/(protocol|institution-views|access|interchange)/src/.*${bare}`, pathNot: [tests, projections] },
      to: { path: [frameworks, drivers, node] },
    },
    {
      name: 'the-calendar-comes-by-one-file',
      severity: 'error',
      comment: 'Holidays are the one thing decisions take from a package: it computes and does nothing else. One file asks it, and says where the law differs.',
      from: { path: '^(apps|libs|test)/', pathNot: '^libs/protocol/src/working-days\\.ts$' },
      to: { path: npm('date-holidays|date-holidays-parser') },
    },
    {
      name: 'decisions-do-not-know-the-store',
      severity: 'error',
      comment: 'What a decision needs of other streams comes in as facts.',
      from: { path: `^libs/(protocol|institution-views|access|interchange)/src/.*${bare}`, pathNot: [tests, projections] },
      to: { path: '^libs/(event-store|vault|notary)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-permission-is-not-borrowed',
      severity: 'error',
      comment: 'A bare file that imports a handler, process, resolver or module would have its permissions by the back door.',
      from: { path: `^libs/.*${bare}`, pathNot: [tests, '/index\\.ts$'] },
      to: { path: '\\.(handlers|process|graphql|module)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'handlers-stay-off-the-wire',
      severity: 'error',
      comment: 'Handlers and process managers serve every door; GraphQL is one of them.',
      from: { path: '^libs/.*\\.(handlers|process)\\.ts$' },
      to: { path: [npm('@nestjs/graphql|@nestjs/apollo|@apollo|graphql|fastify'), drivers, '\\.graphql\\.ts$'] },
    },
    {
      name: 'resolvers-decide-nothing',
      severity: 'error',
      comment: 'A resolver goes by the buses and the ports; it opens no store, no key and no handler.',
      from: { path: '^libs/.*\\.graphql\\.ts$' },
      to: { path: [drivers, node, '^libs/(event-store|vault|notary)/', '\\.(handlers|process)\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'evidence-stands-alone',
      severity: 'error',
      comment: 'An auditor must be able to run it alone: nothing of ours, nothing but node:crypto, and what reads certificates.',
      from: { path: '^libs/evidence/src/', pathNot: tests },
      to: { pathNot: ['^libs/evidence/src/', '^(node:)?crypto$', npm('pkijs|asn1js')] },
    },
    {
      name: 'certificates-are-read-in-one-file',
      severity: 'error',
      comment: 'A library that accepts what a stranger signed is asked in one place, where its gaps are known and closed.',
      from: { path: '^(apps|libs|test)/', pathNot: '^libs/evidence/src/pki\\.ts$' },
      to: { path: npm('pkijs|asn1js') },
    },
    {
      name: 'keys-and-log-know-no-protocol',
      severity: 'error',
      comment: 'Vault and notary work on bytes; who may see what is decided elsewhere.',
      from: { path: '^libs/(vault|notary|event-store)/src/', pathNot: tests },
      to: { path: '^libs/(protocol|institution-views|access|interchange)/' },
    },
    {
      name: 'writing-does-not-know-reading',
      severity: 'error',
      comment: 'Data flows one way: events become views, never the reverse.',
      from: { path: '^libs/protocol/src/' },
      to: { path: '^libs/institution-views/' },
    },
    {
      name: 'through-the-front-door',
      severity: 'error',
      comment: 'Another library is imported by its index, its testing file, or a module or resolver contract; apps and tests may also name an adapter.',
      from: { path: '^libs/([^/]+)/', pathNot: tests },
      to: { path: '^libs/([^/]+)/src/.+', pathNot: ['^libs/$1/', '^libs/[^/]+/src/(index|testing)\\.ts$', '\\.(graphql|handlers|module)\\.ts$', sqliteDriver] },
    },
    {
      name: 'adapters-are-chosen-by-apps',
      severity: 'error',
      comment: 'A library that picks a store cannot be moved to another.',
      from: { path: '^libs/(?!event-store/)', pathNot: tests },
      to: { path: '^libs/event-store/src/(memory|sqlite|eventstoredb)/', pathNot: sqliteDriver },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      comment: 'Each adapter stands on the port alone.',
      from: { path: '^libs/event-store/src/(memory|sqlite|eventstoredb)/', pathNot: tests },
      to: { path: '^libs/event-store/src/(memory|sqlite|eventstoredb)/', pathNot: '^libs/event-store/src/$1/' },
    },
    {
      name: 'aggregates-do-not-reach-into-each-other',
      severity: 'error',
      comment: 'A slice shows its neighbours its bare files and its directory port, never its handlers.',
      from: { path: '^libs/protocol/src/([^/]+)/', pathNot: tests },
      to: { path: '^libs/protocol/src/([^/]+)/.*\\.(process|graphql)\\.ts$', pathNot: '^libs/protocol/src/$1/' },
    },
    {
      name: 'libraries-do-not-know-apps',
      severity: 'error',
      comment: 'Apps choose; libraries are chosen.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    { name: 'no-circular', severity: 'error', comment: 'A circle has no reading order.', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-a-test',
      severity: 'error',
      comment: 'What runs does not hang on what tests it.',
      from: { path: '^(apps|libs)/', pathNot: tests },
      to: { path: '\\.spec\\.ts$|^test/' },
    },
    {
      name: 'no-grab-bags',
      severity: 'error',
      comment: 'Name the thing instead.',
      from: {},
      to: { path: '^(apps|libs|test)/.*/(utils?|common|shared|helpers?|misc|core)(/|\\.ts$)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
