import type { Catalogue } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { TypeId, FileFacts } from '../../extract/facts.ts';
import { typeOf } from '../../extract/reader.ts';
import { createConsentChecks } from '../guards/consent-checks.ts';
import type { Session } from '../session.ts';
import { WHOLE } from '../trace/access-path.ts';
import { afterCleaning } from '../trace/apply.ts';
import { createVerbTest } from '../trace/sanitizer-names.ts';
import { declaredNames, exportedFunctions, type Exported } from './exported.ts';

/** A function or component of the project's own that does what a fix would write. */
export interface OwnFunction {
  /** It throws without consent, tells whether there is consent, takes out what is personal, or shows a notice. */
  readonly does: 'asserts-consent' | 'tells-consent' | 'redacts' | 'shows-notice';
  readonly name: string;
  readonly place: Place;
  readonly isAsync: boolean;
  /** What it takes: nothing, one value of any kind, a text or number (such as an id), or more than a call can be made of. */
  readonly takes: 'nothing' | 'value' | 'primitive' | 'more';
  /** How often it is called in the project. */
  readonly uses: number;
}

/**
 * Functions that files of the project export and that check consent, redact or tell of AI: by what they do, and by the
 * catalogue's words. Looks into the files whose text has such words; the most used ones first.
 */
export function findOwnFunctions({ program, tracing, telling }: Session, catalogue: Catalogue): readonly OwnFunction[] {
  const checks = createConsentChecks(program, catalogue);
  const { verbs, unreadable = [], lookalike } = catalogue.sanitizers;
  const isVerb = createVerbTest({ verbs, lookalike: [...lookalike, ...unreadable] });
  const { markers, notices } = telling();
  const found: OwnFunction[] = [];
  const among = (key: string, test: (text: string) => boolean, what: (own: Exported) => OwnFunction['does'] | null) => {
    for (const path of program.matching(key, test)) {
      const file = program.facts(path);
      for (const own of file === undefined ? [] : exportedFunctions(program, file)) {
        const does = what(own);
        if (does !== null) found.push(ownFunction(own, does));
      }
    }
  };
  const ownFunction = ({ file, fn, facts, name }: Exported, does: OwnFunction['does']): OwnFunction => ({
    does,
    name,
    place: { path: file.path, start: facts.nameStart, end: facts.nameEnd },
    isAsync: facts.isAsync,
    takes: takenBy(file, facts.parameters),
    uses: program.callSites(file, fn).sites.length,
  });
  among('speaks of consent', checks.speaks, ({ file, fn }) => {
    const kind = checks.kindOf(file, fn);
    return kind === null ? null : `${kind}-consent`;
  });
  const declares = (isNamed: (name: string) => boolean) => (text: string) => declaredNames(text).some(isNamed);
  among('declares a sanitizer', declares(isVerb), ({ file, fn, name, facts }) => {
    if (!isVerb(name) || facts.parameters.length === 0 || facts.returns.length === 0) return null;
    const leaves = tracing.summary(file, fn, 'return', WHOLE);
    const handedOn = leaves.some(
      (leaf) => leaf.k === 'param' && leaf.fn === fn && afterCleaning(leaf, leaves) === leaf,
    );
    return handedOn ? null : 'redacts';
  });
  const isMarked = declares(markers.isComponent);
  const shows = (text: string): boolean =>
    text.includes('/>') || text.includes('</') ? isMarked(text) || text.split('\n').some(markers.isNotice) : false;
  among('shows a notice', shows, ({ file, name, facts }) => {
    if (!/^\p{Lu}/u.test(name) || facts.end - facts.start > MAX_NOTICE) return null;
    const place = notices.noticeIn({ file, node: facts.node }, 'statement');
    // one that shows another that tells is not the notice itself
    const isOwn = place?.path === file.path && place.start >= facts.start && place.end <= facts.end;
    return isOwn ? 'shows-notice' : null;
  });
  return found.sort((a, b) => b.uses - a.uses || (a.place.path < b.place.path ? -1 : 1));
}

/** A component that is a notice holds little else. */
const MAX_NOTICE = 1_500;

const PRIMITIVES = new Set(['string', 'number', 'bigint']);

function takenBy(file: FileFacts, parameters: Exported['facts']['parameters']): OwnFunction['takes'] {
  const required = parameters.filter((parameter) => parameter.default < 0 && !parameter.rest);
  const [first] = required.length === 0 ? parameters : required;
  if (first === undefined) return 'nothing';
  if (required.length > 1) return 'more';
  return isPrimitive(file, first.type) ? 'primitive' : 'value';
}

function isPrimitive(file: FileFacts, type: TypeId): boolean {
  const declared = typeOf(file, type);
  return declared.k === 'prim' && PRIMITIVES.has(declared.name);
}
