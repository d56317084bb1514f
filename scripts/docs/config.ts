import { CONFIG_SCHEMA } from '../../rules/schema/config-schema.ts';
import { page, table } from './markdown.ts';

interface Node {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node | readonly Node[];
  readonly else?: Node;
  readonly then?: Node;
}

const schema = CONFIG_SCHEMA as unknown as Node & { readonly definitions: Readonly<Record<string, Node>> };

const HOW_IT_IS_MERGED = `A configuration is \`probity.config.json\` (comments and trailing commas are allowed; \`.jsonc\` too), or the key
\`probity\` of a \`package.json\`. It is data: nothing in it is run. \`probity config --print\` shows what holds and where
each part is written, \`probity config --for src/app.ts\` the same for one file.`;

const RULES = `## Which one holds, and how they are merged

- The configurations of the folders above, up to the repository's top, hold for what is below them; the nearer wins. One in
  a folder of the workspace holds for the files of that folder. \`--config FILE\` is the only one then.
- What a configuration extends comes before itself, in the order of the list; later ones win. \`extends\` takes presets
  (\`probity:eu\`), files (\`./base.json\`) and packages (\`probity-config-acme\`, or a file in one); a circle is an error.
- \`rules\` are merged rule by rule, severity and options apart; \`include\` and \`freeText\` are taken as a whole;
  \`exclude\`, \`overrides\`, \`lawfulBasis\` and other lists add up. Of \`overrides\` the last one that matches a file wins.
  \`jurisdictions\` add up within a configuration and what it extends; one that names any takes the place of those above.
- Team knowledge is added to the catalogue and holds everywhere: an SDK of a known id takes the place of that one, names of a
  known category of data and words are added.
- Globs are those of minimatch, relative to the folder of the configuration (of a package: of the configuration that extends
  it): \`*.ts\` is there, \`**/*.ts\` at any depth, a folder is all that is in it. \`!\` takes out what comes before; a list
  that begins with \`!\` begins with everything. Paths to files are relative to the file they are written in.`;

/** The page of the configuration: every key, as the schema has it. */
export function configPage(): string {
  const top = Object.entries(schema.properties ?? {}).filter(([key]) => key !== '$schema');
  const parts = top.flatMap(([key, node]) => {
    const inner = shapeOf(node);
    return inner === null ? [] : [`### \`${key}\``, propertiesTable(inner)];
  });
  const rule = schema.definitions['ruleSetting'];
  const options = rule?.then?.items;
  const option = Array.isArray(options) ? (options as readonly Node[])[1] : undefined;
  return page('Configuration', '`rules/schema/config-schema.ts`', [
    HOW_IT_IS_MERGED,
    '## Keys',
    propertiesTable({ properties: Object.fromEntries(top) }),
    ...(option === undefined
      ? []
      : ['### Options of a rule', '`"a-rule": ["warning", { … }]`', propertiesTable(option)]),
    ...parts,
    RULES,
  ]);
}

const resolved = (node: Node): Node => {
  const name = node.$ref?.replace('#/definitions/', '');
  return name === undefined ? node : { ...schema.definitions[name] };
};

/** The object that a key holds, alone or as the items of a list; null for what has no keys of its own. */
function shapeOf(node: Node): Node | null {
  for (const candidate of [node, node.items, node.else, node.then]) {
    if (candidate === undefined || Array.isArray(candidate)) continue;
    const found = resolved(candidate as Node);
    if (found.properties !== undefined) return found;
    const inner = candidate === node ? null : shapeOf(found);
    if (inner !== null) return inner;
  }
  return null;
}

function propertiesTable({ properties = {}, required = [] }: Node): string {
  return table(
    ['Key', 'Is'],
    Object.entries(properties).map(([key, node]) => [
      `\`${key}\`${required.includes(key) ? ' (required)' : ''}`,
      resolved(node).description ?? node.description ?? '',
    ]),
  );
}
