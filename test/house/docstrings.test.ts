import assert from 'node:assert/strict';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { isProduct, projectFiles, read } from './files.ts';

/** A product as file texts by path. */
type Texts = ReadonlyMap<string, string>;

/**
 * Functions without a documentation comment among the public ones: those that another part of the house imports, or
 * that the door of their own part hands on. One-line arrow functions (`const startOf = …`) say themselves what they
 * answer.
 */
function undocumented(texts: Texts): readonly string[] {
  const files = new Map([...texts].map(([path, text]) => [path, parse(path, text)]));
  const named = publicNames(files);
  return [...files].flatMap(([path, file]) =>
    functionsWithoutComment(file)
      .filter((name) => named.has(`${path}: ${name}`))
      .map((name) => `${path}: ${name}`),
  );
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Part of the house a file belongs to: a stage of the engine, or a folder of the server. */
function partOf(path: string): string {
  return /^(server\/engine\/[^/]+|server\/[^/]+|[^/]+)\//.exec(path)?.[1] ?? path;
}

/** `file: name` of all that crosses a wall. */
function publicNames(files: ReadonlyMap<string, ts.SourceFile>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [path, file] of files) {
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const specifier = statement.moduleSpecifier;
      if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) continue;
      const target = join(dirname(path), specifier.text);
      const handsOn = ts.isExportDeclaration(statement) && path.endsWith('/index.ts');
      if (!handsOn && partOf(path) === partOf(target)) continue;
      for (const name of namesOf(statement)) names.add(`${target}: ${name}`);
    }
  }
  return names;
}

function namesOf(statement: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
  if (clause === undefined || (!ts.isNamedImports(clause) && !ts.isNamedExports(clause))) return [];
  return clause.elements.map((element) => (element.propertyName ?? element.name).text);
}

function functionsWithoutComment(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((statement) => {
    if (ts.getJSDocCommentsAndTags(statement).some((part) => ts.isJSDoc(part))) return [];
    if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? 'default'];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .filter(({ initializer }) => initializer !== undefined && isLongFunction(initializer, file))
      .map(({ name }) => name.getText(file));
  });
}

function isLongFunction(node: ts.Expression, file: ts.SourceFile): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return node.getText(file).split('\n').length > 2;
}

describe('documentation comments', () => {
  it('a function needs one as soon as another part, or the door, names it', () => {
    const texts = new Map([
      [
        'server/engine/link/a.ts',
        '/** Yes. */\nexport function said() {}\nexport function open() {}\nexport function own() {}\n',
      ],
      ['server/engine/link/b.ts', "import { own } from './a.ts';\nexport function sent() {}\n"],
      ['server/engine/link/index.ts', "export { said, open } from './a.ts';\n"],
      ['server/cli/c.ts', "import { sent as s } from '../engine/link/b.ts';\n"],
    ]);
    assert.deepEqual(undocumented(texts), ['server/engine/link/a.ts: open', 'server/engine/link/b.ts: sent']);
  });

  it('every public function of the product has one', () => {
    const product = projectFiles().filter(isProduct);
    assert.deepEqual(undocumented(new Map(product.map((path) => [path, read(path)]))), []);
  });
});
