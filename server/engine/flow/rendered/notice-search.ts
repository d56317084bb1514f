import type { Framework } from '../../../../rules/schema/types.ts';
import type { Place } from '../../base/place.ts';
import type { FileFacts, FunctionId, NodeId } from '../../extract/facts.ts';
import type { NodeRef, Program } from '../../link/index.ts';
import { aOf, bOf, endOf, functionOf, listAt, Op, opOf, startOf } from '../../extract/index.ts';
import { sourceKind } from '../../source/index.ts';
import { componentsOf, exportedComponents, type ComponentRef } from './components.ts';
import { createHeads } from './heads.ts';
import { createLayouts } from './layouts.ts';
import type { Markers, NoticeStrength } from '../disclosure/markers.ts';
import { rootOf } from '../disclosure/regions.ts';
import { createMessageFiles } from './message-files.ts';
import { notRenderedIn, type NotRendered } from './not-rendered.ts';
import { renderSites } from './render-sites.ts';
import { createTemplates } from './templates.ts';
import { createTranslations } from './translations.ts';
import { noticeAmong } from './tree-items.ts';
import { createTreeReader } from './tree-reader.ts';
import { conditionsOf, elsewhereThan, rootsOf, type Root } from './tree-roots.ts';

/** How a notice is looked for. */
export interface NoticeOptions {
  /** A notice on another branch of the same tree counts too: before the first message, in a menu. */
  readonly anyBranch?: boolean;
}

/** Tells whether people are told where something is shown. */
export interface NoticeSearch {
  /**
   * A notice that is rendered together with a node: in the tree of elements it stands in, in everything that renders
   * that tree, or in a layout round the page. null if some way to the page has none.
   *
   * @param node an element, or a value shown in one
   */
  noticeAbove(file: FileFacts, node: NodeId, options?: NoticeOptions): Place | null;
  /** A notice in the trees of elements that a node stands in, as functions of its file return them. */
  inTree(file: FileFacts, node: NodeId): Place | null;
  /** A notice in everything that renders these trees, or in a layout round the page. */
  above(file: FileFacts, node: NodeId): Place | null;
  /** A notice on a page: in its template or default component, in what renders that, or in a layout round it. */
  ofPage(path: string): Place | null;
  /** A notice round what a component, or a hook or helper of some, does: every place that shows one must have it. */
  ofUser(file: FileFacts, fn: FunctionId): Place | null;
  /** A notice in what a node shows by itself: text, elements, a component. */
  noticeIn(ref: NodeRef, least?: NoticeStrength): Place | null;
  /** Constant texts of a node, and the messages it asks for. */
  textsOf(ref: NodeRef): readonly string[];
  /** What would tell in a file, and is never rendered: a component of it, a text. */
  notRendered(file: FileFacts): readonly NotRendered[];
}

const MAX_LEVELS = 12;
/** Files above the one that shows the content in which a mere label (`AI summary`) still counts. */
const LABEL_LEVELS = 1;

/** A notice, none, or undefined where the question led back to itself. */
type Told = Place | null | undefined;

/** A search over one program. Lazy, memoised, total. */
export function createNoticeSearch(program: Program, markers: Markers, frameworks: readonly Framework[]): NoticeSearch {
  const messages = createMessageFiles(program);
  const translations = createTranslations(program, markers, messages);
  const reader = createTreeReader(program, markers, translations);
  const layouts = createLayouts(frameworks, program.paths);
  const heads = createHeads(program, markers, frameworks);
  const exported = (path: string, name: string, least: NoticeStrength): Place | null => {
    for (const ref of exportedComponents(program, path, name)) {
      const found = noticeAmong(reader.component(ref), markers, least);
      if (found !== null) return found;
    }
    return null;
  };
  const templates = createTemplates(program, markers, messages, (path, name) => exported(path, name, 'label'));
  const memo = new Map<string, Told>();
  const remembered = (key: string, find: () => Told): Told => {
    if (memo.has(key)) return memo.get(key);
    memo.set(key, undefined);
    const found = find();
    memo.set(key, found);
    return found;
  };

  /** In the tree, else above it; every root must have one. */
  const around = (file: FileFacts, node: NodeId, level: number, options: NoticeOptions): Told => {
    if (isUnread(file)) return aboveTemplate(file.path, level, options);
    return every(rootsOf(file, node), (root) => {
      const own = inRoot(file, node, root, level, options);
      return own ?? above(file, root.fn, level, options);
    });
  };

  const inRoot = (
    file: FileFacts,
    node: NodeId,
    { top }: Root,
    level: number,
    options: NoticeOptions,
  ): Place | null => {
    const skip = options.anyBranch === true ? undefined : elsewhereThan(file, node);
    return noticeAmong(reader.items({ file, node: top }, skip, under(file, node)), markers, weakest(level));
  };

  /** Tells the conditions that a node stands under, as they are written. */
  const under = (file: FileFacts, node: NodeId): ((condition: NodeId) => boolean) => {
    const text = program.text(file.path) ?? '';
    const written = (n: NodeId): string => text.slice(startOf(file, n), endOf(file, n));
    const own = new Set(
      [...conditionsOf(file, node)].flatMap(([condition, holds]) => (holds ? [written(condition)] : [])),
    );
    return (condition) => own.has(written(condition));
  };

  /** Where a component, or a helper that gives a part of one, is rendered. */
  const above = (file: FileFacts, fn: FunctionId, level: number, options: NoticeOptions): Told =>
    remembered(`${file.path}:${String(fn)}:${levelKey(level)}:${String(options.anyBranch)}`, () => {
      const own = inLayouts(file.path);
      if (own !== null || level > MAX_LEVELS) return own;
      const sites = renderSites(program, file, fn);
      const others = templates.usersOf(file.path).filter((path) => !sites.some((site) => site.file.path === path));
      return every([...sites, ...others], (user) =>
        typeof user === 'string'
          ? aboveTemplate(user, level + 1, options)
          : around(user.file, user.node, level + (user.file === file ? 0 : 1), options),
      );
    });

  /** In a template, in the layouts round it, or in the templates that use it. */
  const aboveTemplate = (path: string, level: number, options: NoticeOptions): Told =>
    remembered(`${path}:${levelKey(level)}`, () => {
      const file = program.facts(path);
      if (file !== undefined && !isUnread(file)) {
        return every(exportedComponents(program, path, 'default'), (page) => ofComponentAt(page, level, options));
      }
      const own = templates.noticeIn(path, weakest(level)) ?? inLayouts(path);
      if (own !== null || level > MAX_LEVELS) return own;
      return every(templates.usersOf(path), (user) => aboveTemplate(user, level + 1, options));
    });

  const ofComponentAt = (page: ComponentRef, level: number, options: NoticeOptions): Told =>
    noticeAmong(reader.component(page), markers, weakest(level)) ?? above(page.file, page.fn, level, options);

  const inLayouts = (path: string): Place | null => {
    const own = heads.of(path);
    if (own !== null) return own;
    for (const layout of layouts.around(path)) {
      const found = inLayout(layout) ?? heads.of(layout);
      if (found !== null) return found;
    }
    return null;
  };

  const layoutMemo = new Map<string, Place | null>();
  const inLayout = (path: string): Place | null => {
    const known = layoutMemo.get(path);
    if (known !== undefined) return known;
    layoutMemo.set(path, null);
    let found = templates.noticeIn(path, 'statement') ?? exported(path, 'default', 'statement');
    const file = found === null ? program.facts(path) : undefined;
    file?.functions.forEach((facts, fn) => {
      if (facts.parent > 0 || !/^\p{Lu}/u.test(facts.name)) return;
      found ??= noticeAmong(reader.component({ file, fn }), markers, 'statement');
    });
    layoutMemo.set(path, found);
    return found;
  };

  const noticeIn = (ref: NodeRef, least: NoticeStrength = 'label'): Place | null =>
    noticeAmong(reader.items(ref), markers, least);

  const ofComponent = (ref: NodeRef): boolean =>
    componentsOf(program, ref).some((own) => noticeAmong(reader.component(own), markers, 'label') !== null);

  const messagesOf = ({ file, node }: NodeRef): readonly string[] | null => {
    let n = node;
    while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Await || opOf(file, n) === Op.Cast) n = aOf(file, n);
    return opOf(file, n) === Op.Call ? translations.ofCall(file, n) : null;
  };

  const ofPage = (path: string): Place | null => {
    if ((sourceKind(path)?.container ?? null) !== null) return aboveTemplate(path, 0, {}) ?? null;
    const own = exported(path, 'default', 'label');
    if (own !== null) return own;
    const [page] = exportedComponents(program, path, 'default');
    return page === undefined ? inLayouts(path) : (above(page.file, page.fn, 0, {}) ?? null);
  };

  const ofUser = (file: FileFacts, fn: FunctionId, level: number): Told => {
    if (isUnread(file)) return aboveTemplate(file.path, level, ANYWHERE);
    const shown = file.functions[fn]?.returns.find((exit) => showsElement(file, exit.node));
    if (shown !== undefined) {
      const own = noticeAmong(reader.component({ file, fn }), markers, weakest(level));
      return own ?? above(file, fn, level, ANYWHERE);
    }
    if (level > MAX_LEVELS) return null;
    return remembered(`user:${file.path}:${String(fn)}`, () =>
      every(renderSites(program, file, fn), (user) =>
        ofUser(user.file, rootOf(user.file, functionOf(user.file, user.node)), level + (user.file === file ? 0 : 1)),
      ),
    );
  };

  return {
    ofPage,
    ofUser: (file, fn) => ofUser(file, fn, 0) ?? null,
    noticeAbove: (file, node, options = {}) => around(file, node, 0, options) ?? null,
    inTree: (file, node) =>
      remembered(`tree:${file.path}:${String(node)}`, () =>
        every(rootsOf(file, node), (root) => inRoot(file, node, root, 0, {})),
      ) ?? null,
    above: (file, node) =>
      remembered(`above:${file.path}:${String(node)}`, () =>
        every(rootsOf(file, node), ({ fn }) => above(file, fn, 0, {})),
      ) ?? null,
    noticeIn,
    textsOf: (ref) => [...program.strings(ref), ...(messagesOf(ref) ?? [])],
    notRendered: (file) => notRenderedIn(program, markers, file, (ref) => noticeIn(ref) !== null || ofComponent(ref)),
  };
}

/** Whether a file has a template that is no part of its facts. */
const isUnread = (file: FileFacts): boolean =>
  file.jsx.length === 0 && (sourceKind(file.path)?.container ?? null) !== null;

const ANYWHERE: NoticeOptions = { anyBranch: true };

/** Whether a value is an element, or one of several. */
function showsElement(file: FileFacts, node: NodeId): boolean {
  let n = node;
  while (opOf(file, n) === Op.Def || opOf(file, n) === Op.Cast) n = aOf(file, n);
  const op = opOf(file, n);
  if (op === Op.Conditional) return [1, 2].some((i) => showsElement(file, listAt(file, aOf(file, n), i)));
  return op === Op.Jsx || (op === Op.Logical && showsElement(file, bOf(file, n)));
}

const levelKey = (level: number): string => String(Math.min(level, LABEL_LEVELS + 1));

/** The first answer if there is none of null; null if there are no answers. Of a round that is still open nothing is asked. */
function every<T>(of: readonly T[], ask: (item: T) => Told): Told {
  let first: Told;
  for (const item of of) {
    const found = ask(item);
    if (found === null) return null;
    first ??= found;
  }
  return of.length === 0 ? null : first;
}

const weakest = (level: number): NoticeStrength => (level <= LABEL_LEVELS ? 'label' : 'statement');
