import { HOLE } from '../../link/index.ts';

/** An address as steps; those that are only known when the program runs are null. */
export interface Address {
  readonly steps: readonly (string | null)[];
  /** It is known from its first step on. */
  readonly whole: boolean;
  /** Nothing else answers what is put in the place of its last step. */
  readonly alone?: boolean;
}

const QUERY = new RegExp(`([\\w-])${HOLE}+$`);

/** Reads the path of an address that a client writes: `/api/chat?id=1`, `https://host/api/chat`, an unknown base before it. */
export function clientAddress(text: string): Address | null {
  const [plain = ''] = text.split(/[?#]/);
  // what is put right behind a step is its query
  const local = plain.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(QUERY, '$1');
  const from = local.indexOf('/');
  if (from < 0) return null;
  return { steps: stepsOf(local.slice(from)), whole: from === 0 };
}

/** Reads the path a server answers: `/posts/:id`, `/posts/[id]`, `/posts/{id}`, `/posts/$id`. */
export const serverAddress = (path: string, whole: boolean): Address => ({
  whole,
  steps: stepsOf(path).map((step) => (step !== null && /^[:[{$(*]|\*$/.test(step) ? null : step)),
});

function stepsOf(path: string): (string | null)[] {
  return path
    .split('/')
    .filter((step) => step !== '')
    .map((step) => (step.includes(HOLE) ? null : step));
}

/** Whether a client's address leads to a server's. Of addresses known in part the ends must be the same. */
export function leadsTo(client: Address, server: Address): boolean {
  const a = client.steps;
  const b = server.steps;
  if (client.whole && server.whole && a.length !== b.length) return false;
  const shared = Math.min(a.length, b.length);
  if (a.length < b.length && client.whole) return false;
  if (b.length < a.length && server.whole && client.whole) return false;
  let fixed = 0;
  for (let i = 1; i <= shared; i++) {
    const x = a[a.length - i] ?? null;
    const y = b[b.length - i] ?? null;
    if (x !== null && y !== null) {
      if (x !== y) return false;
      fixed += x.length;
    } else if (y !== null ? i > 1 || !endsOpen(client, server) : x !== null && i === 1 && shared === 1) return false;
  }
  // one short step says little unless it is all there is
  return fixed >= 4 || (fixed > 0 && client.whole && a.length === b.length);
}

/** `/api/chat/${provider}`: a client that goes on to whatever stands below a folder. */
const endsOpen = (client: Address, server: Address): boolean =>
  server.alone === true && client.steps.filter((step) => step !== null).length >= MIN_FOLDER;

/** Known steps before an unknown last one that are needed to say where it leads. */
const MIN_FOLDER = 2;

/** A text in which a client may go on to whatever stands in the folder of an address; null if too little is known of it. */
export function openEnds({
  steps,
  alone,
}: Address): { readonly folder: readonly string[]; readonly text: RegExp } | null {
  const folder = steps.slice(0, -1);
  const known = folder.filter((step) => step !== null);
  const last = folder.at(-1) ?? null;
  if (alone !== true || known.length < MIN_FOLDER || last === null || /[^\w-]/.test(last) || steps.at(-1) === null)
    return null;
  return { folder: known, text: new RegExp(`/${last}/(?:\\$\\{|["'\`]\\s*\\+)`) };
}

/** The steps of an address that are known, longest first: to find texts that name it. */
export const fixedSteps = (address: Address): readonly string[] =>
  address.steps.filter((step) => step !== null).sort((a, b) => b.length - a.length);
