import type { Finding } from '../../server/engine/check/finding.ts';

/** A finding of rule 1 in a.ts; everything can be changed. */
export function finding(change: Partial<Finding> = {}): Finding {
  const place = { path: 'a.ts', start: 40, end: 60 };
  return {
    rule: 'personal-data-without-consent',
    atLeast: null,
    atMost: null,
    confidence: 'high',
    place,
    scope: ['Service', 'run'],
    sink: { sdk: 'openai', api: 'chat.completions.create', kind: 'chat', recipient: 'OpenAI', country: 'US', place },
    data: [data('user.email', 'user.contact.email')],
    path: [],
    nearMisses: [],
    openPaths: [],
    missing: ['consent'],
    laws: [],
    fixes: [],
    unknowns: [],
    values: {},
    ...change,
  };
}

/** One piece of data in a.ts. */
export function data(expression: string, category: string): Finding['data'][number] {
  return { category, label: '', expression, place: { path: 'a.ts', start: 0, end: 5 }, special: false };
}
