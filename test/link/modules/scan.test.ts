import { deepEqual, ok } from 'node:assert/strict';
import { scanSpecifiers } from '../../../server/engine/link/modules/scan.ts';

describe('link/modules: scan', () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    [`import a from './a'`, ['./a']],
    [`import{a,b as c}from"./a"`, ['./a']],
    [`import type { A } from './a';`, ['./a']],
    [`import {\n  a,\n  b,\n} from\n  './a';`, ['./a']],
    [`import './a.css'`, ['./a.css']],
    [`import"./a"`, ['./a']],
    [`export * from './a'; export { b } from "./b"; export * as c from './c'`, ['./a', './b', './c']],
    [`const a = require('./a'), { b } = require ( "./b" )`, ['./a', './b']],
    [`import a = require('./a')`, ['./a']],
    [`const a = await import('./a')`, ['./a']],
    ['const a = import(`./a`)', ['./a']],
    ['const a = import(`./${name}.ts`)', []],
    [`import(/* webpackChunkName: "x" */ './a')`, ['./a']],
    [`import(\n  // why\n  './a'\n)`, ['./a']],
    [`/** @type {import('./a').B} */ let b`, ['./a']],
    [`import data from './a.json' with { type: 'json' }`, ['./a.json']],
    [`new Worker(new URL('./a.ts', import.meta.url)); new URL('/api', import.meta.url)`, ['./a.ts']],
    [`/// <reference path="./a.d.ts" />\nrequire`, ['./a.d.ts']],
    [`require.resolve('./a'); jest.requireActual('./b')`, ['./a', './b']],
    [`import a from './a'; import b from './a'`, ['./a']],
    [`const from = 'x'; Array.from(['./a']); important('./b')`, []],
    [`<script setup lang="ts">\nimport A from './A.vue'\n</script>`, ['./A.vue']],
    [`import x from 'it\\'s'`, []],
    ['', []],
  ];
  for (const [text, specifiers] of forms) {
    it(JSON.stringify(text), () => {
      deepEqual(scanSpecifiers(text), specifiers);
    });
  }

  it('reads a long text in time that grows with its length only', () => {
    const hostile = 'import /* '.repeat(20_000) + 'from ('.repeat(20_000) + 'import(/***'.repeat(20_000);
    const start = process.cpuUsage();
    scanSpecifiers(hostile);
    const { user } = process.cpuUsage(start);
    ok(user < 2_000_000, `${String(user)} µs`);
  });
});
