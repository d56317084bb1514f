// The walls of the house. Each rule says why; ARCHITECTURE.md has the picture.
'use strict';

/** A stage sees the stages before it, never one after it. */
const STAGES = ['base', 'source', 'extract', 'link', 'flow', 'check', 'explain', 'workspace'];

/**
 * Files of a stage others may import: its door, and the files that hold the data which crosses the wall. `base` is a
 * drawer of small parts without an inside: every file of it is a door.
 */
const DOORS = '^server/engine/(base/|[^/]+/(index|[a-z-]*contract|facts|reader|diagnostic|finding)[.]ts$)';

/** The one file that loads parsers, and needs Node's loader for it. */
const PARSER = '^server/engine/extract/parser[.]ts$';

/** Takes over the types of the tree. */
const TREE = '^server/engine/extract/tree[.]ts$';

/** Functions of their arguments that implement a published format: package exports, JSON with comments. */
const PURE_PACKAGES = '(^|/)node_modules/(resolve[.]exports|jsonc-parser)/';

/** Node's own modules, with and without the prefix. */
const BUILT_IN = ['core'];
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'];

const stageOrder = STAGES.slice(0, -1).map((stage, i) => ({
  name: `stage-order-${stage}`,
  comment: `Facts flow one way: ${STAGES.join(' < ')}. ${stage} must work without what comes after it.`,
  severity: 'error',
  from: { path: `^server/engine/${stage}/` },
  to: { path: `^server/engine/(${STAGES.slice(i + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...stageOrder,
    {
      name: 'stage-door',
      comment: 'A stage is entered by its index.ts or its data contract, so that its inside can change.',
      severity: 'error',
      from: { path: '^server/engine/([^/]+)/' },
      to: { path: '^server/engine/', pathNot: ['^server/engine/$1/', DOORS] },
    },
    {
      name: 'engine-door',
      comment: 'Programs use the engine by the doors of its stages, so that its inside can change.',
      severity: 'error',
      from: { path: '^(server|client|bench)/', pathNot: '^server/engine/' },
      to: { path: '^server/engine/', pathNot: DOORS },
    },
    {
      name: 'engine-looks-at-nothing-outside',
      comment: 'The engine is the innermost part: it knows itself and the shapes of the catalogue.',
      severity: 'error',
      from: { path: '^server/engine/' },
      to: { path: '^(server|client|rules|test|bench|scripts)/', pathNot: ['^server/engine/', '^rules/schema/'] },
    },
    {
      name: 'engine-is-pure',
      comment: 'No files, clock, network or process: the same input gives the same findings in every door.',
      severity: 'error',
      from: { path: '^server/engine/', pathNot: PARSER },
      to: { dependencyTypes: BUILT_IN },
    },
    {
      name: 'engine-has-no-packages',
      comment: 'The analysis is our own; a package in it would be one more thing that can throw on any input.',
      severity: 'error',
      from: { path: '^server/engine/', pathNot: [PARSER, TREE] },
      to: { dependencyTypes: PACKAGES, pathNot: PURE_PACKAGES },
    },
    {
      name: 'one-file-knows-parsers',
      comment: 'A parser is chosen and replaced in one place.',
      severity: 'error',
      from: { path: '^(server|client|rules)/', pathNot: [PARSER, TREE] },
      to: { path: 'node_modules/(oxc-parser|typescript|@typescript-eslint|@oxc-project|@oxc-parser)/' },
    },
    {
      name: 'tree-is-a-type',
      comment: 'The shape of the tree is taken over from the parser; its code is not.',
      severity: 'error',
      from: { path: TREE },
      to: { dependencyTypes: PACKAGES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'client-is-thin',
      comment: 'The extension talks to the server in the protocol; it holds no analysis and needs no Node module.',
      severity: 'error',
      from: { path: '^client/' },
      to: { pathNot: ['^client/', '^server/protocol/', 'node_modules/(vscode-|@types/vscode/)', '^vscode$'] },
    },
    {
      name: 'protocol-is-words-only',
      comment: 'Both sides of the wire import the protocol: it may not drag one side into the other.',
      severity: 'error',
      from: { path: '^server/protocol/' },
      to: { pathNot: ['^server/protocol/', '^server/engine/explain/diagnostic[.]ts$', '^rules/schema/'] },
    },
    ...['lsp', 'cli', 'host'].map((part) => ({
      name: `${part}-stands-alone`,
      comment: 'lsp, cli and host know the engine, not each other: only *.main.ts wires them.',
      severity: 'error',
      from: { path: `^server/${part}/` },
      to: { path: '^server/((lsp|cli|host)/|[^/]+[.]main[.]ts$)', pathNot: `^server/${part}/` },
    })),
    {
      name: 'no-one-imports-a-main',
      comment: 'A program is started, not imported.',
      severity: 'error',
      from: {},
      to: { path: '[.]main[.]ts$' },
    },
    {
      name: 'schema-imports-nothing',
      comment: 'The shapes of the catalogue are the floor everything stands on.',
      severity: 'error',
      from: { path: '^rules/schema/' },
      to: { pathNot: '^rules/schema/' },
    },
    {
      name: 'product-needs-no-tests',
      comment: 'What ships may not lean on tests, benches or development packages.',
      severity: 'error',
      from: { path: '^(server|client|rules)/' },
      to: { path: '^(test|bench|scripts|examples)/' },
    },
    {
      name: 'product-needs-no-dev-packages',
      comment: 'A development package is not there when the product is installed.',
      severity: 'error',
      from: { path: '^(server|client|rules)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle has no order to load it in, and no part that can be tested alone. Types may be mutual.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    includeOnly: { path: ['^(server|client|rules|test|bench|scripts)/', 'node_modules', '^[^/]+$'] },
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['(^|/)fixtures/', '^out/', '^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.d.ts', '.json'],
    },
  },
};
