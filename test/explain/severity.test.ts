import assert from 'node:assert/strict';
import type { Severity } from '../../rules/schema/types.ts';
import type { Finding } from '../../server/engine/check/finding.ts';
import { explainContext, explainFinding } from '../../server/engine/explain/index.ts';
import type { SeveritySettings } from '../../server/engine/explain/index.ts';
import { emptyCatalogue } from '../cli/fakes.ts';
import { data, finding } from './finding.ts';

function severity(change: Partial<Finding>, settings: Partial<SeveritySettings> = {}): Severity {
  const context = explainContext(emptyCatalogue(), { severities: {}, freeText: 'off', ...settings });
  return explainFinding(finding(change), context)?.severity ?? 'off';
}

const set = (value: Severity): Partial<SeveritySettings> => ({
  severities: { 'personal-data-without-consent': value },
});

describe('explain: severity', () => {
  it('is the rule’s own, unless the user says otherwise', () => {
    assert.equal(severity({}), 'error');
    assert.equal(severity({ rule: 'unpinned-model' }), 'info');
    assert.equal(severity({ rule: 'social-scoring' }), 'off');
    assert.equal(severity({}, set('info')), 'info');
    assert.equal(severity({}, set('off')), 'off');
    assert.equal(severity({ rule: 'social-scoring' }, { severities: { 'social-scoring': 'warning' } }), 'warning');
  });

  it('is raised by the finding, but not above what the user set', () => {
    assert.equal(severity({ rule: 'unpinned-model', atLeast: 'error' }), 'error');
    assert.equal(severity({ atLeast: 'error' }, set('info')), 'info');
    assert.equal(severity({ rule: 'social-scoring', atLeast: 'error' }), 'off', 'off stays off');
  });

  it('is held down by the finding in any case', () => {
    assert.equal(severity({ atMost: 'warning' }), 'warning');
    assert.equal(severity({ atMost: 'warning' }, set('error')), 'warning');
    assert.equal(severity({ atMost: 'warning' }, set('info')), 'info');
  });

  it('follows overrides by file, the last one winning', () => {
    const overrides = [
      { applies: (path: string) => path.endsWith('.ts'), severities: { 'personal-data-without-consent': 'info' } },
      { applies: (path: string) => path === 'a.ts', severities: { 'unpinned-model': 'off' } },
    ] as const;
    assert.equal(severity({}, { ...set('warning'), overrides }), 'info');
    assert.equal(severity({ place: { path: 'a.js', start: 0, end: 1 } }, { ...set('warning'), overrides }), 'warning');
    assert.equal(severity({ rule: 'unpinned-model' }, { overrides }), 'off');
  });

  it('of free text alone is what freeText says', () => {
    const free = [data('input', 'user.content.free_text')];
    assert.equal(severity({ data: free }), 'off');
    assert.equal(severity({ data: free }, { freeText: 'warning' }), 'warning');
    assert.equal(severity({ data: free }, { freeText: 'warning', ...set('off') }), 'off');
    assert.equal(severity({ data: [...free, data('user.email', 'user.contact.email')] }), 'error');
    assert.equal(severity({ data: free, missing: ['redaction'] }), 'error', 'only where consent is asked for');
  });

  it('is not taken from names every object has', () => {
    assert.equal(severity({ rule: 'constructor' }), 'warning');
  });
});
