import { setTimeout as pause } from 'node:timers/promises';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams, Connection } from 'vscode-languageserver/node';
import { together } from '../../engine/explain/index.ts';
import type { Diagnostic, Fix } from '../../engine/explain/index.ts';
import { CHOOSE_PLACE_COMMAND, WRITE_REASON_COMMAND } from '../../protocol/index.ts';
import type { PlaceParams } from '../../protocol/index.ts';
import type { Session, Target } from '../session.ts';
import { toLsp } from '../to-lsp.ts';
import { workspaceEdit } from '../workspace-edit.ts';
import { proposal } from './place.ts';

/** Everything that can safely be fixed at once, as editors run it on saving. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.probity`;

export const CODE_ACTION_KINDS: readonly string[] = [CodeActionKind.QuickFix, FIX_ALL];

/** Longest wait for findings of the present text; after it the question is answered with nothing. */
const PATIENCE = 150;

/** Answers what can be done about the findings in a range. Edits are in the answer: nothing has to be asked for later. */
export function answerCodeActions(connection: Connection, session: Session): void {
  connection.onCodeAction(
    session.gate.answering('range', async (params): Promise<CodeAction[]> => {
      const target = session.find(params.textDocument.uri);
      if (target === null) return [];
      if (!target.folder.isCurrent) await Promise.race([session.settled(), pause(PATIENCE)]);
      // Edits are made for the text as it was checked.
      if (!target.folder.isAsChecked(target.path)) return [];
      const actions: CodeAction[] = [];
      if (wants(params, CodeActionKind.QuickFix)) actions.push(...quickFixes(session, target, params));
      if (wants(params, FIX_ALL)) actions.push(...fixAll(session, target, params));
      return actions;
    }),
  );
}

/** Whether actions of a kind are asked for; `source` actions only by name, as no light bulb shows them. */
function wants({ context }: CodeActionParams, kind: string): boolean {
  if (context.only === undefined) return kind === CodeActionKind.QuickFix;
  return context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
}

function findingsAt(
  session: Session,
  { folder, path }: Target,
  { range, context }: CodeActionParams,
): readonly Diagnostic[] {
  const { encoding } = session.client;
  const named = new Set(
    context.diagnostics.map(({ data }) => (data as { fingerprint?: unknown } | undefined)?.fingerprint),
  );
  const start = folder.offset(path, range.start, encoding);
  const end = folder.offset(path, range.end, encoding);
  return folder
    .findings(path)
    .filter(({ place, fingerprint }) => named.has(fingerprint) || (place.start <= end && start <= place.end));
}

function quickFixes(session: Session, target: Target, params: CodeActionParams): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const finding of findingsAt(session, target, params)) {
    const diagnostics = [toLsp(finding, target.folder, session.client, session.pageOf)];
    const fixes = finding.fixes.filter((fix) => isPossible(session, fix));
    const rank = (fix: Fix): number => (fix.kind === 'suppress' ? 2 : fix.kind === 'declare-lawful-basis' ? 1 : 0);
    fixes.sort((a, b) => rank(a) - rank(b));
    fixes.forEach((fix, i) => {
      actions.push({
        title: plain(fix.title),
        kind: CodeActionKind.QuickFix,
        diagnostics,
        ...(i === 0 && rank(fix) === 0 ? { isPreferred: true } : {}),
        ...done(session, target, finding, fix),
      });
    });
    const [first] = fixes;
    if (first !== undefined && rank(first) === 0) actions.push(...sameEverywhere(session, target, finding, first));
  }
  return actions;
}

/** The same fix for all findings of the rule in the file. */
function sameEverywhere(session: Session, { folder, path }: Target, finding: Diagnostic, fix: Fix): CodeAction[] {
  const others = folder.findings(path).filter(({ rule }) => rule === finding.rule);
  const same = others.flatMap(({ fixes }) => fixes.find(({ kind }) => kind === fix.kind) ?? []);
  const { taken, merged } = together(same);
  if (taken.length < 2) return [];
  return [
    {
      title: `Do this for ${String(taken.length)} findings of ${finding.rule} in this file`,
      kind: CodeActionKind.QuickFix,
      edit: workspaceEdit(session, folder, merged),
    },
  ];
}

function fixAll(session: Session, { folder, path }: Target, { context }: CodeActionParams): CodeAction[] {
  const safe = folder
    .findings(path)
    .flatMap(({ fixes }) => fixes.find((fix) => fix.safety === 'safe' && isPossible(session, fix)) ?? []);
  const { taken, merged } = together(safe);
  const count = taken.length;
  if (count === 0 || context.only === undefined) return [];
  return [
    {
      title: count === 1 ? 'Fix 1 finding of Probity' : `Fix ${String(count)} findings of Probity`,
      kind: FIX_ALL,
      edit: workspaceEdit(session, folder, merged),
    },
  ];
}

const isPossible = ({ client }: Session, { creates }: Fix): boolean => creates.length === 0 || client.createsFiles;

/** What an action does: its edit, unless the client asks first where a new file is to be. */
function done(session: Session, target: Target, finding: Diagnostic, fix: Fix): Partial<CodeAction> {
  const [file] = fix.creates;
  if (file === undefined || !session.client.commands.has(CHOOSE_PLACE_COMMAND)) {
    return { edit: workspaceEdit(session, target.folder, fix), ...afterwards(session, target, fix) };
  }
  const textDocument = { uri: target.folder.uri(target.path) };
  const { folder, path } = proposal(target, file);
  const params: PlaceParams = { textDocument, fingerprint: finding.fingerprint, fix: finding.fixes.indexOf(fix), path };
  return { command: { title: 'Choose the place', command: CHOOSE_PLACE_COMMAND, arguments: [params, folder] } };
}

/** Where a person must write a reason, the client is asked to go there. */
function afterwards({ client }: Session, { folder, path }: Target, { kind }: Fix): Partial<CodeAction> {
  if (kind !== 'suppress' && kind !== 'declare-lawful-basis') return {};
  if (!client.commands.has(WRITE_REASON_COMMAND)) return {};
  return { command: { title: 'Write the reason', command: WRITE_REASON_COMMAND, arguments: [folder.uri(path)] } };
}

/** Titles are shown as they are. */
const plain = (title: string): string => title.replaceAll('`', '');
