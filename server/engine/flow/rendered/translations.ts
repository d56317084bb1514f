import type { FileFacts, NodeId } from '../../extract/facts.ts';
import {
  aOf,
  argumentCount,
  argumentOf,
  bOf,
  calleeOf,
  listItems,
  Op,
  opOf,
  PropKind,
  listAt,
  listLength,
  stringOf,
} from '../../extract/index.ts';
import { HOLE, methodName, type Program } from '../../link/index.ts';
import type { Markers } from '../disclosure/markers.ts';
import type { MessageFiles } from './message-files.ts';
import type { Attribute } from './components.ts';

/** What calls and elements that stand for a message say. */
export interface Translations {
  /** Texts of `t('key')`, `intl.formatMessage({ id })`, t`text`; null if the call gives no message. */
  ofCall(file: FileFacts, call: NodeId): readonly string[] | null;
  /** Texts of `<Trans i18nKey="key" />`, `<FormattedMessage id="key" />`; the children are not among them. */
  ofElement(file: FileFacts, element: NodeId, attributes: readonly Attribute[]): readonly string[];
}

/** Looks messages up by the functions and properties that the catalogue names. */
export function createTranslations(program: Program, markers: Markers, files: MessageFiles): Translations {
  /** A key leads to a message; a sentence in its place is the message. */
  const said = (text: string, namespace: string | null): readonly string[] => {
    if (text === '' || text.includes(HOLE)) return [];
    const found = files.messages(text, namespace);
    return /\s/.test(text) ? [text, ...found] : found;
  };

  const constants = (file: FileFacts, node: NodeId): readonly string[] =>
    node < 0 ? [] : program.strings({ file, node }).filter((text) => !text.includes(HOLE));

  /** `useTranslations('chat')` made the function: keys are below `chat`. */
  const namespaceOf = (file: FileFacts, callee: NodeId): string | null => {
    let n = callee;
    for (let i = 0; i < 12; i++) {
      switch (opOf(file, n)) {
        case Op.Def:
        case Op.Member:
        case Op.Await:
        case Op.Cast:
          n = aOf(file, n);
          break;
        case Op.Cell: {
          const [only] = file.variables[aOf(file, n)]?.definitions ?? [];
          if (only === undefined) return null;
          n = only;
          break;
        }
        case Op.Call: {
          const [first] = constants(file, argumentOf(file, n, 0));
          if (first !== undefined) return first;
          const own = program.propertyOf({ file, node: argumentOf(file, n, 0) }, ['namespace']);
          return own === null ? null : (constants(own.file, own.node)[0] ?? null);
        }
        default:
          return null;
      }
    }
    return null;
  };

  const ofObject = (file: FileFacts, node: NodeId, namespace: string | null): readonly string[] => {
    const texts: string[] = [];
    const list = aOf(file, node);
    for (let i = 0; i + 2 < listLength(file, list); i += 3) {
      if (listAt(file, list, i) !== PropKind.Init) continue;
      if (!markers.isMessageKey(stringOf(file, listAt(file, list, i + 1)))) continue;
      for (const text of constants(file, listAt(file, list, i + 2))) texts.push(...said(text, namespace));
    }
    return texts;
  };

  return {
    ofCall(file, call) {
      const callee = calleeOf(file, call);
      if (!markers.isTranslator(nameOf(file, call, callee))) return null;
      if (opOf(file, call) === Op.Tagged) {
        const template = argumentOf(file, call, 0);
        const parts = Array.from(listItems(file, aOf(file, template)));
        return [parts.map((part) => (opOf(file, part) === Op.Str ? stringOf(file, aOf(file, part)) : HOLE)).join('')];
      }
      const namespace = namespaceOf(file, callee);
      const texts: string[] = [];
      for (let i = 0; i < Math.min(3, argumentCount(file, call)); i++) {
        const argument = argumentOf(file, call, i);
        if (opOf(file, argument) === Op.Object) texts.push(...ofObject(file, argument, namespace));
        else if (opOf(file, argument) === Op.Member) texts.push(...files.messages(memberPath(file, argument), null));
        for (const text of constants(file, argument)) texts.push(...said(text, namespace));
      }
      return texts;
    },
    ofElement(file, _element, attributes) {
      const texts: string[] = [];
      const spaces = attributes.filter((a) => a.name === 'ns').flatMap((a) => constants(file, a.value));
      for (const { name, value } of attributes) {
        if (!markers.isMessageKey(name)) continue;
        for (const text of constants(file, value)) texts.push(...said(text, spaces[0] ?? null));
      }
      return texts;
    },
  };
}

/** `t` of `t('x')`, `i18n.t('x')`; also of a parameter or property of that name. */
function nameOf(file: FileFacts, call: NodeId, callee: NodeId): string {
  if (opOf(file, callee) === Op.Param) {
    return file.functions[aOf(file, callee)]?.parameters[bOf(file, callee)]?.name ?? '';
  }
  return methodName(file, call);
}

/** `chat.notice` of `keys.chat.notice`: tables of keys are often made from the messages and have their shape. */
function memberPath(file: FileFacts, member: NodeId): string {
  const keys: string[] = [];
  for (let n = member; opOf(file, n) === Op.Member; n = aOf(file, n)) keys.unshift(stringOf(file, bOf(file, n)));
  return keys.join('.');
}
