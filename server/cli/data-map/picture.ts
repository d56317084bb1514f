import { grouped } from '../../engine/base/grouped.ts';
import { counted } from '../prose.ts';
import { layOut, type Box, type Link, type PlacedBox, type PlacedLink } from './flow-layout.ts';
import { flowMatrix, type Flow, type RowGroup } from './flow-matrix.ts';
import { html, type Markup } from './markup.ts';
import type { Consent, DataMap, Disclosure, MapData } from './model.ts';
import { CONSENT, DISCLOSURE, weakest } from './words.ts';

/** Boxes of one column at most: what comes after is told as one. */
const MAX_BOXES = 14;
const WIDTH = 240;
const COLUMNS = [0, 380, 760];
const TOP = 34;

/** What goes from one box to one of the next column. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly status: Consent | Disclosure;
  readonly words: string;
}

/** More lines between two columns than these cannot be followed: then it is a table. */
const MOST_LINES = 30;

/** The flows to look at, and how to read them. */
export interface Picture {
  readonly figure: Markup;
  readonly caption: string;
}

const LINES =
  'Lines are as thick as calls are many. Solid: a consent check guards every path found, or people are told wherever it ' +
  'leaves. Dotted: on some paths, at some places. Dashed: no check, or no notice, was found. Dashes and dots: could not ' +
  'be followed to its end. A line of several calls shows the weakest of them.';
const CELLS =
  'Numbers are calls. ✓: a consent check guards every path found, or people are told wherever it leaves. ◐: on some ' +
  'paths, at some places. ✗: no check, or no notice, was found. ?: could not be followed to its end. A cell of several ' +
  'calls shows the weakest of them.';

/**
 * The flows as a picture: personal data at the left, who gets it in the middle, how people are told of what comes back at
 * the right. However many calls there are, it holds no more than a screen: categories are told by their place in the
 * taxonomy where they are many.
 */
export function picture(map: DataMap): Picture {
  if (map.calls.length === 0) return { figure: html`<p>No call of a model was found.</p>`, caption: '' };
  const names = new Map(
    map.vendors.map(({ id, name, country, countryName }) => [
      id,
      country === '??' || name === countryName ? name : `${name}, ${countryName}`,
    ]),
  );
  const groupOf = dataGroup(map);
  const sent = map.flows.map((flow): Edge => ({
    from: groupOf(flow.data).id,
    to: flow.vendor,
    calls: flow.calls,
    status: flow.consent,
    words: CONSENT[flow.consent],
  }));
  const told = map.calls
    .filter(({ disclosure }) => disclosure !== 'not-needed')
    .map(({ vendor, disclosure }): Edge => ({
      from: vendor,
      to: disclosure,
      calls: 1,
      status: disclosure,
      words: DISCLOSURE[disclosure],
    }));
  const labels = new Map(map.data.map((item) => [groupOf(item).id, groupOf(item).label]));
  const columns = [
    boxes(
      sent.map(({ from, calls }) => [from, calls]),
      (id) => labels.get(id) ?? id,
    ),
    boxes(
      map.calls.map(({ vendor }) => [vendor, 1]),
      (id) => names.get(id) ?? id,
    ),
    Object.entries(TOLD).flatMap(([id, label]): Box[] => {
      const calls = total(told.filter(({ to }) => to === id).map((edge) => edge.calls));
      return calls === 0 ? [] : [{ label, calls, members: new Set([id]) }];
    }),
  ];
  const [left = [], middle = [], right = []] = columns;
  const [into, back] = [linked(sent, left, middle), linked(told, middle, right)];
  if (into.length > MOST_LINES) {
    const groups: readonly RowGroup[] = [
      { title: 'Personal data', rows: left, links: into, side: 'from' },
      { title: 'What comes back', rows: right, links: back, side: 'to' },
    ];
    return { figure: flowMatrix(middle, groups), caption: CELLS };
  }
  return { figure: drawn(columns, [into, back]), caption: LINES };
}

function drawn(columns: readonly (readonly Box[])[], links: readonly (readonly Link<Flow>[])[]): Markup {
  const [left = [], middle = []] = columns;
  // how people are told goes from the worst to the best
  const layout = layOut(columns, links, new Set([2]));
  const heads = ['Personal data', 'Who gets it', 'What comes back'];
  return html`<svg
    viewBox="0 0 ${(COLUMNS[2] ?? 0) + WIDTH} ${TOP + layout.height + 1}"
    role="img"
    aria-labelledby="flows-title flows-text"
  >
    <title id="flows-title">Personal data, who gets it, and how people are told of what comes back</title>
    <desc id="flows-text">
      ${counted(left.length, 'group')} of personal data, ${counted(middle.length, 'recipient')}. The tables below say
      the same in words.
    </desc>
    ${heads.map((head, i) =>
      (columns[i] ?? []).length === 0 ? html`` : html`<text x="${COLUMNS[i] ?? 0}" y="16" class="head">${head}</text>`,
    )}
    ${layout.links.map((between, i) => html`${lines(between, i)}`)}
    ${layout.columns.map((column, i) => html`${column.map((box) => boxAt(COLUMNS[i] ?? 0, box))}`)}
  </svg>`;
}

/** From the worst to the best. */
const TOLD: Readonly<Record<string, string>> = {
  none: 'no notice was found',
  partial: 'people are told at some places',
  unknown: 'not followed to its end',
  disclosed: 'people are told',
};

/** Categories by themselves, or, if they are many, by the group they belong to. */
function dataGroup(map: DataMap): (data: MapData) => { readonly id: string; readonly label: string } {
  if (map.data.length <= MAX_BOXES) return ({ key, label }) => ({ id: key, label });
  return ({ key }) => {
    const group = key.split('.').slice(0, 2).join('.');
    return { id: group, label: (group.split('.').at(-1) ?? group).replaceAll('_', ' ') };
  };
}

/** One box for each id, those of most calls first. */
function boxes(
  counts: readonly (readonly [id: string, calls: number])[],
  labelOf: (id: string) => string,
): readonly Box[] {
  const all = [...grouped(counts, ([id]) => id)].map(([id, own]) => ({
    id,
    label: labelOf(id),
    calls: total(own.map(([, calls]) => calls)),
    members: new Set([id]),
  }));
  all.sort((a, b) => b.calls - a.calls || (a.id < b.id ? -1 : 1));
  if (all.length <= MAX_BOXES) return all;
  const rest = all.slice(MAX_BOXES - 1);
  const members = new Set(rest.map(({ id }) => id));
  return [
    ...all.slice(0, MAX_BOXES - 1),
    { label: `${String(rest.length)} more`, calls: total(rest.map(({ calls }) => calls)), members },
  ];
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** One line for all that goes from one box to another, with the weakest of it. */
function linked(edges: readonly Edge[], from: readonly Box[], to: readonly Box[]): readonly Link<Flow>[] {
  return from.flatMap((a, i) =>
    to.flatMap((b, j) => {
      const own = edges.filter((edge) => a.members.has(edge.from) && b.members.has(edge.to));
      const status = weakest(own.map((edge) => edge.status));
      const words = own.find((edge) => edge.status === status)?.words ?? '';
      if (status === undefined) return [];
      return [{ from: i, to: j, what: { status, words, calls: total(own.map(({ calls }) => calls)) } }];
    }),
  );
}

/** Lines from one column to the next; the weakest lie on top. */
function lines(links: readonly PlacedLink<Flow>[], column: number): Markup[] {
  const most = Math.max(1, ...links.map(({ what }) => what.calls));
  const x1 = (COLUMNS[column] ?? 0) + WIDTH;
  const x2 = COLUMNS[column + 1] ?? 0;
  const middle = ((x1 + x2) / 2).toFixed(0);
  return [...links]
    .sort((a, b) => (weakest([a.what.status, b.what.status]) === a.what.status ? 1 : -1))
    .map(({ what: { status, words, calls }, start, end }) => {
      const [y1, y2] = [(TOP + start).toFixed(1), (TOP + end).toFixed(1)];
      const path = `M${String(x1)} ${y1} C${middle} ${y1} ${middle} ${y2} ${String(x2)} ${y2}`;
      const width = 1.5 + 2.5 * Math.sqrt(calls / most);
      return html`<path d="${path}" class="flow ${status}" stroke-width="${width.toFixed(1)}"
        ><title>${counted(calls, 'call')}: ${words}</title></path
      >`;
    });
}

const MAX_LABEL = 33;

function boxAt(x: number, { box: { label, calls }, top, height }: PlacedBox): Markup {
  const short = label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL - 1)}…` : label;
  const y = TOP + top;
  return html`<g
    ><title>${label}: ${counted(calls, 'call')}</title>
    <rect x="${x}" y="${y.toFixed(1)}" width="${WIDTH}" height="${height}" rx="6" class="box" />
    <text x="${x + 10}" y="${(y + height / 2 + 5).toFixed(1)}">${short}</text></g
  >`;
}
