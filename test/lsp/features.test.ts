import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CreateFile,
  Diagnostic,
  DocumentLink,
  Hover,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { FlowAnswer, FlowNode, PlaceAnswer, PlaceParams, RulePage } from '../../server/protocol/index.ts';
import { Editor } from './editor.ts';

const RULE = 'personal-data-without-consent';
const PROMPT = 'export const greeting = (user: { email: string }) => `Hello ${user.email}`;\n';
const ASK = `import OpenAI from 'openai';
import { greeting } from './prompt';

const openai = new OpenAI();

export async function ask(user: { email: string }) {
  return openai.responses.create({ model: 'm', store: false, input: greeting(user) });
}
`;
const FILES = { 'src/ask.ts': ASK, 'src/prompt.ts': PROMPT, 'package.json': '{ "name": "app" }' };

/** What the language client of VS Code says it can do, as far as it matters here. */
const VS_CODE = {
  textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } },
  workspace: {
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
};
const LINE = { start: { line: 6, character: 10 }, end: { line: 6, character: 10 } };

describe('language server, beyond findings', function () {
  this.timeout(120_000);
  let editor: Editor;
  afterEach(() => {
    editor.dispose();
  });

  const opened = async (
    capabilities: object,
    more: object = {},
    files: Readonly<Record<string, string>> = FILES,
  ): Promise<void> => {
    editor = new Editor(files);
    await editor.start(capabilities, more);
    const ready = editor.status();
    editor.open('src/ask.ts', files['src/ask.ts'] ?? '');
    await ready;
  };
  const ask = async <T>(method: string, params: object, path = 'src/ask.ts'): Promise<T> => {
    const { result, error } = await editor.request(method, { textDocument: { uri: editor.uri(path) }, ...params });
    assert.equal(error, undefined, JSON.stringify(error));
    return result as T;
  };
  const actions = (only?: readonly string[], diagnostics: readonly Diagnostic[] = []): Promise<readonly CodeAction[]> =>
    ask('textDocument/codeAction', { range: LINE, context: { diagnostics, ...(only ? { only } : {}) } });

  it('offers fixes as edits of documents, new files with a question, the best one first', async () => {
    await opened(VS_CODE, { initializationOptions: { commands: ['probity.writeReason'] } });
    const found = await actions();
    const [first] = found;
    assert.match(first?.title ?? '', /^Ask for consent first with requireConsent; create src\/ai-consent\.ts$/);
    assert.equal(first?.isPreferred, true);
    assert.equal(found.filter(({ isPreferred }) => isPreferred === true).length, 1);
    assert.equal(first.diagnostics?.[0]?.code, RULE);
    const changes = first.edit?.documentChanges ?? [];
    assert.deepEqual(changes[0], {
      kind: 'create',
      uri: editor.uri('src/ai-consent.ts'),
      options: { ignoreIfExists: true },
      annotationId: 'create',
    });
    assert.equal(first.edit?.changeAnnotations?.['create']?.needsConfirmation, true);
    const own = changes[2] as TextDocumentEdit;
    assert.deepEqual(own.textDocument, { uri: editor.uri('src/ask.ts'), version: 1 });
    assert.deepEqual(
      own.edits.map((edit) => [(edit as TextEdit).range.start.line, (edit as TextEdit).newText]),
      [
        [1, "\nimport { requireConsent } from './ai-consent';"],
        [6, 'requireConsent(user);\n  '],
      ],
    );
    const suppress = found.at(-1);
    assert.match(suppress?.title ?? '', /^Suppress/);
    assert.deepEqual(suppress?.command?.arguments, [editor.uri('src/ask.ts')]);
  });

  it('asks where a new file is to be, if the client can, and names in the configuration where it is', async () => {
    const config = '{\n  // ours\n  "rules": {}\n}\n';
    const files = { ...FILES, 'probity.config.json': config };
    await opened(VS_CODE, { initializationOptions: { commands: ['probity.choosePlace'] } }, files);
    const [first] = await actions();
    assert.equal(first?.edit, undefined);
    assert.equal(first?.command?.command, 'probity.choosePlace');
    const [params, folder] = first.command.arguments as [PlaceParams, string];
    assert.equal(params.path, 'src/ai-consent.ts');
    assert.equal(folder, `${editor.uri('')}/`);
    const place = async (path: string): Promise<PlaceAnswer> => {
      const { result, error } = await editor.request('probity/place', { ...params, path });
      assert.equal(error, undefined, JSON.stringify(error));
      return result as PlaceAnswer;
    };
    const changesOf = ({ edit }: PlaceAnswer): NonNullable<WorkspaceEdit['documentChanges']> =>
      (edit as WorkspaceEdit).documentChanges ?? [];

    const proposed = await place(params.path);
    assert.deepEqual(changesOf(proposed)[0], { kind: 'create', uri: editor.uri('src/ai-consent.ts') });
    assert.equal(changesOf(proposed).length, 3, 'the configuration has nothing to say');
    assert.deepEqual(proposed.saves, [editor.uri('src/ai-consent.ts')]);

    const chosen = await place(' ./lib\\privacy/consent.ts ');
    const uri = editor.uri('lib/privacy/consent.ts');
    const [created, , own, named] = changesOf(chosen) as [CreateFile, unknown, TextDocumentEdit, TextDocumentEdit];
    assert.deepEqual(created, { kind: 'create', uri });
    assert.deepEqual(chosen.saves, [uri, editor.uri('probity.config.json')]);
    assert.match((own.edits[0] as TextEdit).newText, /import \{ requireConsent \} from '\.\.\/lib\/privacy\/consent';/);
    assert.equal(named.textDocument.uri, editor.uri('probity.config.json'));
    const { newText, range } = named.edits[0] as TextEdit;
    assert.deepEqual(range, { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } });
    assert.match(newText, /^\{\n {2}\/\/ ours\n {2}"rules": \{\},\n {2}"fixes": \{/);
    assert.match(newText, /"from": "\.\/lib\/privacy\/consent"/);

    for (const path of ['../consent.ts', '/consent.ts', 'C:\\consent.ts', 'consent.css', '.', '']) {
      const { error } = await editor.request('probity/place', { ...params, path });
      assert.equal(error?.code, -32602, path);
    }
    assert.equal((await editor.request('probity/place', { ...params, fingerprint: 'none' })).result, null);
    assert.equal((await editor.request('probity/place', { ...params, fix: 99 })).result, null);
  });

  it('imports from the place that was chosen, from the next fix on', async () => {
    await opened(VS_CODE, { initializationOptions: { commands: ['probity.choosePlace'] } });
    const [first] = await actions();
    const [params] = first?.command?.arguments as [PlaceParams];
    const { result } = await editor.request('probity/place', { ...params, path: 'lib/consent.ts' });
    const { writeFileSync } = await import('node:fs');
    const changes = ((result as PlaceAnswer).edit as WorkspaceEdit).documentChanges ?? [];
    const config = changes.at(-1) as TextDocumentEdit;
    assert.deepEqual(changes.at(-2), { kind: 'create', uri: editor.uri('probity.config.json') });
    writeFileSync(`${editor.folder}/probity.config.json`, (config.edits[0] as TextEdit).newText);
    const ready = editor.status();
    editor.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: editor.uri('probity.config.json'), type: 1 }],
    });
    await ready;
    const [next] = await actions();
    assert.equal(next?.command, undefined);
    assert.match(JSON.stringify(next?.edit), /from '\.\.\/lib\/consent'/);
  });

  it('offers them as changes, without new files and commands, to clients that know no more', async () => {
    await opened({});
    const found = await actions();
    assert.ok(found.length > 0);
    for (const { edit, command } of found) {
      assert.equal(command, undefined);
      assert.deepEqual(Object.keys(edit ?? {}), ['changes']);
    }
    assert.ok(found.every(({ title }) => !title.includes('create ')));
  });

  it('settles what it fixes, and offers nothing where nothing is', async () => {
    await opened({});
    const lawful = (await actions()).find(({ title }) => title.includes('contract'));
    const [edit] = lawful?.edit?.changes?.[editor.uri('src/ask.ts')] ?? [];
    assert.ok(edit);
    const after = await editor.pushed('src/ask.ts', () => {
      editor.change('src/ask.ts', 2, [{ range: edit.range, text: edit.newText }]);
    });
    assert.deepEqual(
      after.filter(({ code }) => code === RULE),
      [],
    );
    const none = await ask<readonly CodeAction[]>('textDocument/codeAction', {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      context: { diagnostics: [] },
    });
    assert.deepEqual(none, []);
  });

  it('fixes all that is safe when asked by that name, and only then', async () => {
    const route = `import { generateText } from 'ai';
import { openai } from '@ai-sdk/openai';

export async function GET() {
  const { text } = await generateText({ model: openai('gpt-4o'), prompt: 'A tip' });
  return Response.json({ text });
}

export async function POST() {
  const { text } = await generateText({ model: openai('gpt-4o'), prompt: 'Another tip' });
  return Response.json({ text });
}
`;
    await opened(VS_CODE, {}, { 'src/ask.ts': route, 'package.json': '{}' });
    const [all, ...others] = await actions(['source.fixAll']);
    assert.deepEqual(others, []);
    assert.equal(all?.kind, 'source.fixAll.probity');
    assert.equal(all.title, 'Fix 2 findings of Probity');
    const [change] = all.edit?.documentChanges ?? [];
    assert.deepEqual(
      (change as TextDocumentEdit).edits.map((edit) => (edit as TextEdit).newText),
      [', aiGenerated: true', ', aiGenerated: true'],
    );
    const quick = await ask<readonly CodeAction[]>('textDocument/codeAction', {
      range: { start: { line: 5, character: 12 }, end: { line: 5, character: 12 } },
      context: { diagnostics: [] },
    });
    assert.ok(quick.every(({ kind }) => kind === 'quickfix'));
    assert.ok(
      quick.some(({ title }) => title === 'Do this for 2 findings of undisclosed-generated-content in this file'),
    );
  });

  it('tells on hover what, why, the way and the law, in the form the client shows', async () => {
    await opened(VS_CODE);
    const hover = await ask<Hover>('textDocument/hover', { position: LINE.start });
    const { kind, value } = hover.contents as { kind: string; value: string };
    assert.equal(kind, 'markdown');
    assert.match(value, /^\*\*`user\.email` reaches OpenAI through `responses\.create`/);
    assert.match(value, /\[prompt\.ts:1\]\(file:.*src\/prompt\.ts#L1\)/);
    assert.match(value, /General Data Protection Regulation.*applies from 2018-05-25/);
    assert.equal(hover.range?.start.line, 6);
    assert.equal(await ask('textDocument/hover', { position: { line: 3, character: 1 } }), null);
    editor.dispose();
    await opened({});
    const plain = await ask<Hover>('textDocument/hover', { position: LINE.start });
    assert.equal((plain.contents as { kind: string }).kind, 'plaintext');
    assert.doesNotMatch((plain.contents as { value: string }).value, /\*\*|`|\]\(/);
  });

  it('says above the call what reaches whom', async () => {
    await opened(VS_CODE, { initializationOptions: { commands: ['probity.showFlow'] } });
    const [lens, ...others] = await ask<readonly CodeLens[]>('textDocument/codeLens', {});
    assert.deepEqual(others, []);
    assert.match(lens?.command?.title ?? '', /^1 kind of personal data → OpenAI \(US\) · consent is not checked/);
    assert.equal(lens?.command?.command, 'probity.showFlow');
    assert.equal(lens.range.start.line, 6);
  });

  it('shows the flow through a place, across files', async () => {
    await opened(VS_CODE);
    const { flows } = await ask<FlowAnswer>('probity/flow', { position: LINE.start });
    const [finding] = flows;
    assert.equal(finding?.kind, 'finding');
    assert.equal(finding.severity, 'error');
    const kinds = finding.children.map((node: FlowNode) => node.kind);
    assert.equal(kinds[0], 'source');
    assert.ok(kinds.includes('sink'));
    assert.equal(finding.children[0]?.location?.uri, editor.uri('src/prompt.ts'));
    const other = await ask<FlowAnswer>('probity/flow', { position: { line: 0, character: 0 } }, 'src/prompt.ts');
    assert.equal(other.flows.length, 1, 'the way is shown from its other end, too');
  });

  it('links rule ids in comments to pages that exist', async () => {
    const text = `// probity-ignore-next-line ${RULE} -- why\n${ASK}`;
    await opened(VS_CODE, {}, { ...FILES, 'src/ask.ts': text });
    const [link] = await ask<readonly DocumentLink[]>('textDocument/documentLink', {});
    assert.deepEqual(link?.range, { start: { line: 0, character: 28 }, end: { line: 0, character: 28 + RULE.length } });
    assert.ok(existsSync(fileURLToPath(link.target ?? '')));
    const { result } = await editor.request('probity/rules');
    for (const { page } of result as readonly RulePage[]) assert.ok(existsSync(fileURLToPath(page)), page);
  });

  it('helps with the configuration while it is typed, and takes it over when it is saved', async () => {
    await opened({}, {}, { ...FILES, 'probity.config.json': '{}' });
    const path = 'probity.config.json';
    const wrong = await editor.pushed(path, () => {
      editor.open(path, '{\n  "rules": { "personal-data-without-concent": "off" }\n}');
    });
    assert.match(JSON.stringify(wrong[0]?.message), /is not a rule; did you mean `personal-data-without-consent`/);
    assert.deepEqual(wrong[0]?.range, { start: { line: 1, character: 13 }, end: { line: 1, character: 44 } });
    const labels = async (text: string, line: number, character: number): Promise<readonly string[]> => {
      await editor.pushed(path, () => {
        editor.change(path, 2, [{ text }]);
      });
      const items = await ask<readonly CompletionItem[]>(
        'textDocument/completion',
        { position: { line, character } },
        path,
      );
      return items.map(({ label }) => label);
    };
    assert.ok((await labels('{\n  "rules": { "" }\n}', 1, 14)).includes(RULE));
    assert.ok((await labels(`{ "rules": { "${RULE}": "" } }`, 0, 47)).some((label) => label.includes('warning')));
    assert.ok((await labels('{ "extends": "" }', 0, 14)).some((label) => label.includes('probity:strict')));
    assert.ok((await labels('{ "" }', 0, 3)).includes('jurisdictions'));
    await labels(`{ "rules": { "${RULE}": "off" } }`, 0, 1);
    const hover = await ask<Hover>('textDocument/hover', { position: { line: 0, character: 20 } }, path);
    assert.match(JSON.stringify(hover.contents), /Personal data reaches a model without a consent check/);
  });

  it('takes over a configuration that changes on disk, and files that come and go', async () => {
    await opened({});
    const { writeFileSync } = await import('node:fs');
    const changed = (path: string, text: string): Promise<readonly Diagnostic[]> =>
      editor.pushed('src/ask.ts', () => {
        writeFileSync(`${editor.folder}/${path}`, text);
        editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type: 2 }] });
      });
    const rules = (found: readonly Diagnostic[]): readonly unknown[] => found.map(({ code }) => code);
    assert.ok(!rules(await changed('src/prompt.ts', 'export const greeting = () => "x";')).includes(RULE));
    assert.ok(rules(await changed('src/prompt.ts', PROMPT)).includes(RULE));
    const off = await changed('probity.config.json', `{ "rules": { "${RULE}": "off" } }`);
    assert.ok(!rules(off).includes(RULE));
  });
});
