import type { OwnFunction } from '../../engine/workspace/contract.ts';
import { testBeside, type Proposal } from './proposal.ts';

/** The text of `probity.config.json`. @param schema where its JSON Schema lies, null if it lies nowhere in the project */
export function configText(proposal: Proposal, own: readonly OwnFunction[], schema: string | null): string {
  const { presets, consent, redact, notice } = proposal;
  const names = presets.map((id) => `probity:${id}`);
  const fixes = [
    ...(consent === null ? [] : [entry('consent', consentFix(consent, own))]),
    ...(redact === null
      ? []
      : [entry('redact', { name: redact.name, from: moduleOf(redact), ...callOf(redact, 'value') })]),
    ...(notice === null ? [] : [entry('notice', { name: notice.name, from: moduleOf(notice) })]),
  ];
  const lines = [
    ...(schema === null ? [] : [`  "$schema": ${JSON.stringify(schema)},`]),
    '  // What each key means is shown on hover in an editor; `probity rules` lists the rules.',
    `  "extends": ${names.length === 1 ? JSON.stringify(names[0]) : listed(names)},`,
    '  "rules": {},',
    '  "exclude": [],',
    ...(fixes.length === 0
      ? EXAMPLES
      : ['  // Your own functions, which quick fixes insert.', '  "fixes": {', fixes.join(',\n'), '  }']),
  ];
  return `{\n${lines.join('\n')}\n}\n`;
}

const EXAMPLES = [
  '  // Your own functions, which quick fixes then insert.',
  '  "fixes": {',
  '    // "consent": { "name": "requireConsent", "from": "./src/consent", "call": "await {name}({subject}.id)" },',
  '    // "redact": { "name": "redact", "from": "./src/privacy" },',
  '    // "notice": { "name": "AiNotice", "from": "./src/components/ai-notice" }',
  '  }',
];

const listed = (names: readonly string[]): string => `[${names.map((name) => JSON.stringify(name)).join(', ')}]`;

function entry(key: string, value: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(value).map(([name, text]) => `${JSON.stringify(name)}: ${JSON.stringify(text)}`);
  return `    ${JSON.stringify(key)}: { ${pairs.join(', ')} }`;
}

function consentFix(consent: OwnFunction, own: readonly OwnFunction[]): Record<string, string> {
  const test = testBeside(own, consent);
  return {
    name: consent.name,
    from: moduleOf(consent),
    ...callOf(consent, 'subject'),
    ...(test === null ? {} : { test: test.name }),
  };
}

/** How it is called, where that is not with the value as it is. */
function callOf({ isAsync, takes }: OwnFunction, what: 'subject' | 'value'): Record<string, string> {
  const argument = what === 'subject' && takes === 'primitive' ? '{subject}.id' : `{${what}}`;
  const call = `${isAsync ? 'await ' : ''}{name}(${argument})`;
  return call === `{name}({${what}})` ? {} : { call };
}

/** The path that is imported: without its ending, and the folder for an index. */
const moduleOf = ({ place }: OwnFunction): string =>
  `./${place.path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '')}`;
