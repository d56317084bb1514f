import type { SyntaxNode } from '../../extract/index.ts';
import type { FixMaker, FixSource } from './contract.ts';
import { outletPlace } from './outlet.ts';
import { sentenceFor } from './sentence.ts';
import { quoted, styleOf } from './style.ts';
import { ancestry, bare, below, child, list } from './syntax.ts';

/** Adds a sentence to the text of a message. */
export const appendStatement: FixMaker = ({ finding, words, source }) => {
  const place = outletPlace(finding);
  const file = source(place.path);
  if (file === null) return [];
  const value = contentIn(
    file,
    place,
    finding.path.filter((step) => step.kind !== 'outlet' && step.kind !== 'generated'),
  );
  if (value === null) return [];
  const sentence = sentenceFor(file.text, words.sentences);
  const { path, text } = file;
  const fix = { kind: 'append-statement', name: '', safety: 'review' } as const;
  if (value.type === 'TemplateLiteral') {
    return [{ ...fix, edits: [{ path, start: value.end - 1, end: value.end - 1, text: `\\n\\n${sentence}` }] }];
  }
  const suffix = ` + ${quoted(`\\n\\n${sentence}`, styleOf(text)).replaceAll('\\\\n', '\\n')}`;
  const needsBrackets = !/^(?:Identifier|MemberExpression|CallExpression|Literal|BinaryExpression)$/.test(value.type);
  const written = text.slice(value.start, value.end);
  const key = isShorthand(file, value) ? `${written}: ` : '';
  const sum = `${key}${needsBrackets ? `(${written})` : written}${suffix}`;
  return [{ ...fix, edits: [{ path, start: value.start, end: value.end, text: sum }] }];
};

const TEXTS = /^(?:text|body|content|message|html|caption|status|TextBody|Text|Body|Message)$/;

/** The value in the outlet that holds the content: where the way last was inside it, else a property that is named like a text. */
function contentIn(
  { root }: FixSource,
  place: { readonly path: string; readonly start: number; readonly end: number },
  steps: readonly { readonly place: { readonly path: string; readonly start: number; readonly end: number } }[],
): SyntaxNode | null {
  const call = bare(ancestry(root, place.start, place.end).at(-1) ?? root);
  const given = list(call, 'arguments');
  const inside = (
    at: { readonly path: string; readonly start: number; readonly end: number },
    node: SyntaxNode,
  ): boolean => at.path === place.path && at.start >= node.start && at.end <= node.end;
  const values = given.flatMap((argument) =>
    argument.type === 'ObjectExpression' ? propertiesOf(argument) : [{ name: '', value: argument }],
  );
  for (const step of [...steps].reverse()) {
    const found = values.find(({ value }) => inside(step.place, value));
    if (found !== undefined) return found.value;
  }
  return values.find(({ name }) => TEXTS.test(name))?.value ?? values.at(-1)?.value ?? null;
}

/** Properties of an object literal, those of objects in it included. */
function propertiesOf(object: SyntaxNode): readonly { readonly name: string; readonly value: SyntaxNode }[] {
  return [...below(object, ({ type }) => type === 'Property')].flatMap((property) => {
    const value = child(property, 'value');
    const key = child(property, 'key');
    return value === null || key === null || value.type === 'ObjectExpression'
      ? []
      : [{ name: String(key['name'] ?? key['value']), value }];
  });
}

function isShorthand({ root }: FixSource, value: SyntaxNode): boolean {
  const parent = ancestry(root, value.start, value.end).findLast(({ type }) => type === 'Property');
  return parent?.['shorthand'] === true;
}
