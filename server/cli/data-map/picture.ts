import { grouped } from '../../engine/base/grouped.ts';
import { counted } from '../prose.ts';
import { html, type Markup } from './markup.ts';
import type { Consent, DataMap, Disclosure, MapData } from './model.ts';
import { CONSENT, DISCLOSURE, weakest } from './words.ts';

/** Boxes of one column at most: what comes after is told as one. */
const MAX_BOXES = 14;
const ROW = 40;
const BOX = { width: 240, height: 28 };
const COLUMNS = [0, 380, 760];
const TOP = 34;

/** A box of one column, and how many calls lie behind it. */
interface Box {
  readonly id: string;
  readonly label: string;
  readonly calls: number;
  /** Ids of what it stands for. */
  readonly members: ReadonlySet<string>;
}

/** What goes from one box to one of the next column. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly status: Consent | Disclosure;
  readonly words: string;
}

/**
 * The flows as a picture: personal data at the left, who gets it in the middle, how people are told of what comes back at
 * the right. However many calls there are, it holds no more than a screen: categories are told by their place in the
 * taxonomy where they are many.
 */
export function picture(map: DataMap): Markup {
  if (map.calls.length === 0) return html`<p>No call of a model was found.</p>`;
  const names = new Map(
    map.vendors.map(({ id, name, country, countryName }) => [id, country === '??' ? name : `${name}, ${countryName}`]),
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
    boxes(
      told.map(({ to, calls }) => [to, calls]),
      (id) => TOLD[id] ?? id,
    ),
  ];
  const height = TOP + Math.max(...columns.map((column) => column.length)) * ROW;
  const [left = [], middle = [], right = []] = columns;
  const links = [...linked(sent, left, middle, 0, height), ...linked(told, middle, right, 1, height)];
  const heads = ['Personal data', 'Who gets it', 'What comes back'];
  return html`<svg
    viewBox="0 0 ${(COLUMNS[2] ?? 0) + BOX.width} ${height}"
    role="img"
    aria-labelledby="flows-title flows-text"
  >
    <title id="flows-title">Personal data, who gets it, and how people are told of what comes back</title>
    <desc id="flows-text">
      ${counted(left.length, 'group')} of personal data, ${counted(middle.length, 'recipient')}. The tables below say
      the same in words.
    </desc>
    ${heads.map((head, i) => html`<text x="${COLUMNS[i] ?? 0}" y="16" class="head">${head}</text>`)} ${links}
    ${columns.map((column, i) => html`${column.map((box, row) => boxAt(COLUMNS[i] ?? 0, topOf(row, column.length, height), box))}`)}
  </svg>`;
}

const TOLD: Readonly<Record<string, string>> = {
  disclosed: 'people are told',
  partial: 'people are told at some places',
  none: 'no notice was found',
  unknown: 'not followed to its end',
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
  const all = [...grouped(counts, ([id]) => id)].map(([id, own]): Box => ({
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
    { id: '', label: `${String(rest.length)} more`, calls: total(rest.map(({ calls }) => calls)), members },
  ];
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Shorter columns stand in the middle. */
function topOf(row: number, rows: number, height: number): number {
  return TOP + (height - TOP - rows * ROW) / 2 + row * ROW;
}

function linked(
  edges: readonly Edge[],
  from: readonly Box[],
  to: readonly Box[],
  column: number,
  height: number,
): Markup[] {
  const lines = from.flatMap((a, i) =>
    to.flatMap((b, j) => {
      const own = edges.filter((edge) => a.members.has(edge.from) && b.members.has(edge.to));
      const status = weakest(own.map((edge) => edge.status));
      const words = own.find((edge) => edge.status === status)?.words ?? '';
      return status === undefined ? [] : [{ i, j, status, words, calls: total(own.map(({ calls }) => calls)) }];
    }),
  );
  const most = Math.max(1, ...lines.map(({ calls }) => calls));
  return lines.map(({ i, j, status, words, calls }) => {
    // lines of one box leave and come in one below the other
    const outs = lines.filter((line) => line.i === i);
    const ins = lines.filter((line) => line.j === j);
    const y1 =
      topOf(i, from.length, height) +
      port(
        outs.findIndex((line) => line.j === j),
        outs.length,
      );
    const y2 =
      topOf(j, to.length, height) +
      port(
        ins.findIndex((line) => line.i === i),
        ins.length,
      );
    const x1 = (COLUMNS[column] ?? 0) + BOX.width;
    const x2 = COLUMNS[column + 1] ?? 0;
    const half = (x2 - x1) / 2;
    const path = `M${x1.toFixed(0)} ${y1.toFixed(1)} C${(x1 + half).toFixed(0)} ${y1.toFixed(1)} ${(x2 - half).toFixed(0)} ${y2.toFixed(1)} ${x2.toFixed(0)} ${y2.toFixed(1)}`;
    const width = 1.5 + 2.5 * Math.sqrt(calls / most);
    return html`<path d="${path}" class="flow ${status}" stroke-width="${width.toFixed(1)}"
      ><title>${counted(calls, 'call')}: ${words}</title></path
    >`;
  });
}

const port = (place: number, of: number): number => (BOX.height * (place + 1)) / (of + 1);

const MAX_LABEL = 33;

function boxAt(x: number, y: number, { label, calls }: Box): Markup {
  const short = label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL - 1)}…` : label;
  return html`<g
    ><title>${label}: ${counted(calls, 'call')}</title>
    <rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="6" class="box" />
    <text x="${x + 10}" y="${y + 19}">${short}</text></g
  >`;
}
