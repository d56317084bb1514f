import type { Box, Link } from './flow-layout.ts';
import { html, type Markup } from './markup.ts';
import type { Consent, Disclosure } from './model.ts';
import { counted } from '../prose.ts';

/** What goes from one box to another: how many calls, and the weakest of them. */
export interface Flow {
  readonly status: Consent | Disclosure;
  readonly words: string;
  readonly calls: number;
}

/** Rows that stand together, and how they are linked to the columns. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Box[];
  readonly links: readonly Link<Flow>[];
  /** Whether rows are what links come from, or what they go to. */
  readonly side: 'from' | 'to';
}

/** Signs for what cannot be told by colour alone. */
const SIGNS: Readonly<Record<Consent | Disclosure, string>> = {
  none: '✗',
  partial: '◐',
  unknown: '?',
  guarded: '✓',
  disclosed: '✓',
  'not-needed': '–',
};

/**
 * Many flows as a table, each where its row and column meet. In a dense picture nobody can follow a line, while a cell is
 * found at any density (Ghoniem, Fekete, Castagliola, "A comparison of the readability of graphs using node-link and
 * matrix-based representations", 2004).
 */
export function flowMatrix(columns: readonly Box[], groups: readonly RowGroup[]): Markup {
  const bodies = groups
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ title, rows, links, side }) =>
        html`<tbody>
          <tr class="group">
            <th colspan="${columns.length + 1}" scope="rowgroup">${title}</th>
          </tr>
          ${rows.map(
            (row, i) =>
              html`<tr>
                <th scope="row">${row.label}</th>
                ${columns.map((_, j) => cell(links, side === 'from' ? [i, j] : [j, i]))}
              </tr>`,
          )}
        </tbody>`,
    );
  return html`<table class="matrix">
    <thead>
      <tr>
        <th scope="col">Who gets it</th>
        ${columns.map(({ label, calls }) => html`<th scope="col" title="${counted(calls, 'call')}">${label}</th>`)}
      </tr>
    </thead>
    ${bodies}
  </table>`;
}

function cell(links: readonly Link<Flow>[], [from = 0, to = 0]: readonly number[]): Markup {
  const link = links.find((each) => each.from === from && each.to === to);
  if (link === undefined) return html`<td></td>`;
  const { status, words, calls } = link.what;
  return html`<td class="${status}" title="${counted(calls, 'call')}: ${words}">
    <span role="img" aria-label="${words}">${SIGNS[status]}</span> ${calls}
  </td>`;
}
