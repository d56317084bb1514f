import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { nodeCount } from '../../../server/engine/extract/index.ts';
import { programOf, shapeOf, typeOf } from './harness.ts';

describe('shapes never fail', () => {
  it('survive cycles', () => {
    assert.equal(shapeOf('let x = { ...x, a: x }; x = { ...x }; const y = x.a.a', 'y'), '?');
    assert.equal(shapeOf('class A extends B {} class B extends A {} const x = new A().name', 'x'), '?');
    assert.equal(
      typeOf('interface A extends B { a: string } interface B extends A { b: string } type T = A', 'T', 1),
      'T{b: string, a: string}',
    );
    assert.equal(typeOf('type T = T', 'T'), '?');
    assert.equal(shapeOf('const f = () => g(); const g = () => f(); const x = f()', 'x'), '?');
    assert.equal(shapeOf("import { x as y } from './main'; export const x = y;", 'x'), '?');
    assert.equal(
      shapeOf(
        { 'main.ts': "export * from './b'; import { q } from './b'; const x = q;", 'b.ts': "export * from './main'" },
        'x',
      ),
      '?',
    );
  });

  it('answer for every node of their own sources in good time', () => {
    const folder = new URL('../../../server/engine/link/shapes/', import.meta.url);
    const files: Record<string, string> = {};
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) files[name.replaceAll('\\', '/')] = readFileSync(new URL(name, folder), 'utf8');
    }
    const program = programOf(files);
    let known = 0;
    let nodes = 0;
    for (const path of Object.keys(files)) {
      const file = program.facts(path);
      assert.ok(file !== undefined);
      for (let node = 0; node < nodeCount(file); node++) {
        nodes++;
        const shape = program.shapes.ofNode({ file, node });
        if (shape.k !== 'unknown') known++;
        program.shapes.fields(shape);
        program.shapes.field(shape, 'x');
      }
    }
    assert.ok(known > nodes / 2, `${String(known)} of ${String(nodes)}`);
  });

  it('bound the cost of wide cyclic values', () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) => `let v${String(i)} = c ? { ...v${String((i + 1) % 40)} } : v${String((i + 7) % 40)}.next;`,
    );
    assert.equal(shapeOf(`${lines.join('\n')}\nfunction f() { const x = v0.a.b; return x }`, 'x'), '?');
  });

  it('bound the cost of endless types', () => {
    assert.equal(typeOf('type A<X> = { a: A<X[]>; b: A<[X]> }; type T = A<string>', 'T', 0), 'T{…}');
  });
});
