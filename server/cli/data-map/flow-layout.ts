/** A box of one column: how many calls lie behind it, and what it stands for. */
export interface Box {
  readonly label: string;
  readonly calls: number;
  /** Ids of what it stands for. */
  readonly members: ReadonlySet<string>;
}

/** What goes from one box to one of the next column. */
export interface Link<T> {
  /** Places of the boxes in their columns. */
  readonly from: number;
  readonly to: number;
  readonly what: T;
}

/** A box with its place: from the top. */
export interface PlacedBox {
  readonly box: Box;
  readonly top: number;
  readonly height: number;
}

/** A link with the heights at which it leaves and comes in. */
export interface PlacedLink<T> {
  readonly what: T;
  readonly start: number;
  readonly end: number;
}

export interface Layout<T> {
  /** Columns from left to right, boxes from top to bottom. */
  readonly columns: readonly (readonly PlacedBox[])[];
  /** Between each column and the next. */
  readonly links: readonly (readonly PlacedLink<T>[])[];
  readonly height: number;
}

const LEAST_HEIGHT = 28;
const GAP = 12;
/** Room of a line where it meets a box. */
const PORT = 6;
const SWEEPS = 12;

/**
 * Places boxes in columns so that few lines cross, each box as high as the lines that meet it need. Columns are ordered
 * by the barycentres of their neighbours, up and down a few times, and the best order seen is kept (Sugiyama, Tagawa,
 * Toda, "Methods for visual understanding of hierarchical system structures", 1981).
 *
 * @param links between each column and the next
 * @param fixed columns whose order says something and stays
 */
export function layOut<T>(
  columns: readonly (readonly Box[])[],
  links: readonly (readonly Link<T>[])[],
  fixed: ReadonlySet<number>,
): Layout<T> {
  const orders = fewestCrossings(columns, links, fixed);
  const heights = columns.map((column, c) =>
    column.map((_, i) => {
      const ins = (links[c - 1] ?? []).filter(({ to }) => to === i).length;
      const outs = (links[c] ?? []).filter(({ from }) => from === i).length;
      return Math.max(LEAST_HEIGHT, PORT * (Math.max(ins, outs) + 1));
    }),
  );
  const height = Math.max(0, ...heights.map((column) => column.reduce((sum, own) => sum + own + GAP, -GAP)));
  const tops = columns.map((_, c) => topsOf(orders[c] ?? [], heights[c] ?? [], height));
  const rank = orders.map(ranksOf);
  return {
    height,
    columns: columns.map((column, c) =>
      (orders[c] ?? []).flatMap((i) => {
        const box = column[i];
        return box === undefined ? [] : [{ box, top: tops[c]?.[i] ?? 0, height: heights[c]?.[i] ?? 0 }];
      }),
    ),
    links: links.map((between, c) => {
      const port = (side: 'from' | 'to', link: Link<T>): number => {
        const other = side === 'from' ? 'to' : 'from';
        const [column, next] = side === 'from' ? [c, c + 1] : [c + 1, c];
        const own = between
          .filter((each) => each[side] === link[side])
          .sort((a, b) => (rank[next]?.[a[other]] ?? 0) - (rank[next]?.[b[other]] ?? 0));
        const box = link[side];
        return (
          (tops[column]?.[box] ?? 0) + ((heights[column]?.[box] ?? 0) * (own.indexOf(link) + 1)) / (own.length + 1)
        );
      };
      return between.map((link) => ({ what: link.what, start: port('from', link), end: port('to', link) }));
    }),
  };
}

/** Boxes of a column from the top, with the room that is left shared out between them. */
function topsOf(order: readonly number[], heights: readonly number[], height: number): readonly number[] {
  const used = order.reduce((sum, i) => sum + (heights[i] ?? 0), 0);
  const gap = order.length < 2 ? 0 : Math.min(3 * GAP, (height - used) / (order.length - 1));
  let top = (height - used - gap * (order.length - 1)) / 2;
  const tops: number[] = [];
  for (const i of order) {
    tops[i] = top;
    top += (heights[i] ?? 0) + gap;
  }
  return tops;
}

type Ends = Pick<Link<unknown>, 'from' | 'to'>;

function fewestCrossings(
  columns: readonly (readonly Box[])[],
  links: readonly (readonly Ends[])[],
  fixed: ReadonlySet<number>,
): readonly (readonly number[])[] {
  let orders = columns.map((column) => column.map((_, i) => i));
  let best = orders;
  let fewest = crossings(orders, links);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    const next = orders.map((order) => [...order]);
    for (const c of down ? columns.keys() : [...columns.keys()].reverse()) {
      if (!fixed.has(c)) next[c] = byBarycentre(c, next, links);
    }
    orders = next;
    const count = crossings(orders, links);
    if (count < fewest) [best, fewest] = [orders, count];
  }
  return best;
}

/** Boxes of a column in the order of the mean place of what they are linked to, relative to the length of its column. */
function byBarycentre(
  c: number,
  orders: readonly (readonly number[])[],
  links: readonly (readonly Ends[])[],
): number[] {
  const places = (column: number): readonly number[] => {
    const order = orders[column] ?? [];
    return ranksOf(order).map((rank) => (rank + 0.5) / order.length);
  };
  const [before, after] = [places(c - 1), places(c + 1)];
  const order = orders[c] ?? [];
  const mean = new Map(
    order.map((i, rank) => {
      const near = [
        ...(links[c - 1] ?? []).filter(({ to }) => to === i).map(({ from }) => before[from] ?? 0),
        ...(links[c] ?? []).filter(({ from }) => from === i).map(({ to }) => after[to] ?? 0),
      ];
      const own = (rank + 0.5) / order.length;
      return [i, near.length === 0 ? own : near.reduce((sum, place) => sum + place, 0) / near.length];
    }),
  );
  return [...order].sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
}

/** Pairs of lines that cross. */
export function crossings(orders: readonly (readonly number[])[], links: readonly (readonly Ends[])[]): number {
  let count = 0;
  for (const [c, between] of links.entries()) {
    const from = ranksOf(orders[c] ?? []);
    const to = ranksOf(orders[c + 1] ?? []);
    for (const [i, a] of between.entries()) {
      for (const b of between.slice(i + 1)) {
        if (((from[a.from] ?? 0) - (from[b.from] ?? 0)) * ((to[a.to] ?? 0) - (to[b.to] ?? 0)) < 0) count++;
      }
    }
  }
  return count;
}

function ranksOf(order: readonly number[]): readonly number[] {
  const ranks: number[] = [];
  for (const [rank, i] of order.entries()) ranks[i] = rank;
  return ranks;
}
