import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FlowNode } from '../../../server/protocol/index.ts';
import { findings, fixes, none, replaceText, ruleOf, show, some, take, until, uriOf } from './window.ts';

const CONSENT = 'personal-data-without-consent';
const CONTENT = 'undisclosed-generated-content';

interface Api {
  readonly flow: { readonly roots: readonly FlowNode[] };
}

async function extension(): Promise<vscode.Extension<Api>> {
  return until('the extension', () => vscode.extensions.getExtension<Api>('probity.probity'));
}

describe('Probity in VS Code', () => {
  it('starts, from where it is expected', async () => {
    const own = await extension();
    await own.activate();
    assert.ok(own.isActive);
    const expected = process.env['EXPECT_EXTENSION_BELOW'];
    if (expected !== undefined) assert.ok(own.extensionPath.startsWith(expected), own.extensionPath);
    console.log(`VS Code ${vscode.version}, Node ${process.version}, ${own.extensionPath}`);
  });

  it('shows findings on the line, with every step across files', async () => {
    await show('src/remind.ts');
    const [found, ...others] = await some('src/remind.ts', CONSENT);
    assert.deepEqual(others, []);
    assert.ok(found);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.range.start.line, 6);
    assert.match(found.message, /`patient\.email` reaches OpenAI/);
    const files = (found.relatedInformation ?? []).map(({ location }) => location.uri.path.split('/').at(-1));
    assert.ok(files.includes('prompt.ts') && files.includes('remind.ts'), files.join());
  });

  it('takes them away, and shows them again, as another file is edited', async () => {
    const prompt = await show('src/prompt.ts');
    const before = prompt.getText();
    await replaceText(prompt, before.replace('${patient.email}', 'someone'));
    await none('src/remind.ts', CONSENT);
    await replaceText(prompt, before);
    await some('src/remind.ts', CONSENT);
    await prompt.save();
  });

  it('tells on hover what, why and by which law', async () => {
    const [found] = await some('src/remind.ts', CONSENT);
    assert.ok(found);
    const text = await until('a hover of ours', async () => {
      const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uriOf('src/remind.ts'),
        found.range.start,
      );
      const contents = hovers.flatMap((hover) => hover.contents.map((part) => (part as vscode.MarkdownString).value));
      return contents.find((part) => part.includes('reaches OpenAI'));
    });
    assert.match(text, /prompt\.ts:7/);
    assert.match(text, /applies from 2018-05-25/);
  });

  it('says above the call what reaches whom', async () => {
    const title = await until('a lens', async () => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uriOf('src/remind.ts'),
        10,
      );
      return lenses.find(({ command }) => command?.title.includes('OpenAI') === true)?.command?.title;
    });
    assert.match(title, /^1 kind of personal data → OpenAI \(US\) · consent is not checked/);
  });

  it('follows the cursor in the data-flow view', async () => {
    const own = await extension();
    await show('src/remind.ts');
    await vscode.commands.executeCommand('probity.showFlow', uriOf('src/remind.ts').toString(), {
      line: 6,
      character: 10,
    });
    const root = await until('a flow', () => own.exports.flow.roots.find(({ kind }) => kind === 'finding'));
    assert.equal(root.children[0]?.kind, 'source');
    assert.match(root.children[0].location?.uri ?? '', /prompt\.ts$/);
    assert.ok(root.children.some(({ kind }) => kind === 'sink'));
    const step = root.children[0].location;
    assert.ok(step);
    await vscode.commands.executeCommand('probity.goTo', step.uri, step.range);
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /prompt\.ts$/);
  });

  /** A file, the rule of the finding that is to be settled, the fix, and what must be in the text afterwards. */
  const FIXES: readonly (readonly [string, string, RegExp, RegExp])[] = [
    [
      'src/remind.ts',
      CONSENT,
      /^Ask for consent first/,
      /import \{ requireConsent \} from '\.\/ai-consent\.js';[\s\S]*requireConsent\(patient\);\n {2}const answer/,
    ],
    ['src/remind.ts', CONSENT, /^End here without consent/, /if \(!hasConsent\(patient\)\) throw new Error/],
    ['src/remind.ts', CONSENT, /lawful basis other than consent: contract/, /\n {2}\/\/ @lawful-basis contract -- /],
    ['src/remind.ts', CONSENT, /^Suppress/, /\n {2}\/\/ probity-ignore-next-line personal-data-without-consent -- /],
    ['src/mail.ts', CONSENT, /^Redact customer\.email/, /email: redactPersonalData\(customer\.email\)/],
    ['src/mail.ts', CONSENT, /^Leave customer\.email out/, /JSON\.stringify\(\{ topic: customer\.topic \}\)/],
    [
      'src/record.ts',
      'whole-record-to-model',
      /^Send only the fields/,
      /JSON\.stringify\(\(\(\{ .*\.\.\.rest \}\) => rest\)\(patient\)\)/,
    ],
    ['src/tips.ts', CONTENT, /^Add aiGenerated/, /res\.json\(\{ tip: answer\.output_text, aiGenerated: true \}\)/],
    ['src/tips.ts', CONTENT, /^Set the header/, /res\.setHeader\('X-AI-Generated', 'true'\);\n {2}res\.json/],
  ];

  for (const [path, rule, title, after] of FIXES) {
    it(`fixes: ${title.source}`, async () => {
      const document = await show(path);
      const before = document.getText();
      const [found] = await some(path, rule);
      assert.ok(found);
      const [fix] = await fixes(found, path, title);
      assert.ok(fix);
      await take(fix);
      assert.match(document.getText(), after);
      await none(path, rule);
      await replaceText(document, before);
      await some(path, rule);
      await document.save();
    });
  }

  it('creates the file of a fix where the user wants it, and imports it from there the next time', async () => {
    // a fix before has created it where it is proposed
    await vscode.workspace.fs.delete(uriOf('src/ai-consent.ts'));
    const document = await show('src/remind.ts');
    const before = document.getText();
    const [found] = await some('src/remind.ts', CONSENT);
    assert.ok(found);
    const [fix] = await fixes(found, 'src/remind.ts', /^Ask for consent first.*create/);
    const { command } = fix ?? {};
    assert.ok(command);
    const [params, folder] = command.arguments as [{ path: string }, string];
    assert.equal(params.path, 'src/ai-consent.ts');
    await take({ command: { ...command, arguments: [{ ...params, path: 'lib/privacy/consent.ts' }, folder] } });
    assert.match(document.getText(), /import \{ requireConsent \} from '\.\.\/lib\/privacy\/consent\.js';/);
    await none('src/remind.ts', CONSENT);
    const created = await vscode.workspace.fs.readFile(uriOf('lib/privacy/consent.ts'));
    assert.match(new TextDecoder().decode(created), /export function requireConsent/);
    const config = await vscode.workspace.fs.readFile(uriOf('probity.config.json'));
    assert.match(new TextDecoder().decode(config), /"from": "\.\/lib\/privacy\/consent"/);
    await replaceText(document, before);
    const [again] = await some('src/remind.ts', CONSENT);
    assert.ok(again);
    const [next] = await until('a fix that creates nothing', async () => {
      const offered = await fixes(again, 'src/remind.ts', /^Ask for consent first/);
      return offered.every(({ edit }) => edit !== undefined) && offered;
    });
    assert.doesNotMatch(next?.title ?? '', /create/);
    await vscode.workspace.fs.delete(uriOf('lib'), { recursive: true });
    await vscode.workspace.fs.delete(uriOf('probity.config.json'));
    await document.save();
  });

  it('fixes all that is safe on request', async () => {
    const document = await show('src/tips.ts');
    const before = document.getText();
    await some('src/tips.ts', CONTENT);
    const [all] = await until('fix all', async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
        'source.fixAll.probity',
      );
      return found.length > 0 && found;
    });
    assert.ok(all?.edit);
    await vscode.workspace.applyEdit(all.edit);
    await none('src/tips.ts', CONTENT);
    await replaceText(document, before);
    await document.save();
  });

  it('takes a configuration over as it is written, and tells what is wrong with it', async () => {
    const uri = uriOf('probity.config.json');
    const write = (text: string): Thenable<void> => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await show('src/remind.ts');
    await some('src/remind.ts', CONSENT);
    await write(`{ "rules": { "${CONSENT}": "off" } }`);
    await none('src/remind.ts', CONSENT);
    await write('{ "rulez": {} }');
    await show('probity.config.json');
    const [wrong] = await some('probity.config.json');
    assert.ok(wrong);
    assert.equal(ruleOf(wrong), 'configuration');
    assert.match(wrong.message, /did you mean `rules`/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uri);
    await some('src/remind.ts', CONSENT);
  });

  it('offers rules and severities in the configuration', async () => {
    const uri = uriOf('probity.config.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{ "rules": { "" } }'));
    await show('probity.config.json');
    const labels = await until('completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        new vscode.Position(0, 14),
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.includes(CONSENT) && found;
    });
    assert.ok(labels.includes(CONTENT));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uri);
  });

  it('creates a configuration, and opens the one that is there', async () => {
    await vscode.commands.executeCommand('probity.createConfig');
    const document = await until('the configuration', () => {
      const shown = vscode.window.activeTextEditor?.document;
      const isIt = shown?.uri.path.endsWith('probity.config.json') === true;
      return isIt && shown.getText().includes('extends') && shown;
    });
    assert.match(document.getText(), /"extends": "probity:recommended"/);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(findings('probity.config.json'), []);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(uriOf('probity.config.json'));
  });

  it('starts again', async () => {
    await show('src/remind.ts');
    await some('src/remind.ts', CONSENT);
    await vscode.commands.executeCommand('probity.restartServer');
    await some('src/remind.ts', CONSENT);
  });
});
