import { MarkupKind } from 'vscode-languageserver/node';
import type { Connection, Hover } from 'vscode-languageserver/node';
import type { AiCall, Diagnostic, LawReference, Place, Step } from '../../engine/explain/index.ts';
import { recipientWords, statusWords } from '../call-words.ts';
import { configHover } from '../config-help.ts';
import type { Session, Target } from '../session.ts';

/** Answers what is known of a place: findings that lie there, else the call of a model. */
export function answerHovers(connection: Connection, session: Session): void {
  connection.onHover(
    session.gate.answering('position', async ({ textDocument, position }): Promise<Hover | null> => {
      const help = await configHover(session, textDocument.uri, position);
      if (help !== null) return help;
      const target = session.find(textDocument.uri);
      if (target === null) return null;
      const { folder, path } = target;
      const offset = folder.offset(path, position, session.client.encoding);
      const holds = ({ place }: { readonly place: Place }): boolean => place.start <= offset && offset <= place.end;
      const onFirstLine = (item: { readonly place: Place }): boolean => {
        const { start } = folder.range(item.place, session.client.encoding);
        return holds(item) && start.line === position.line;
      };
      const findings = folder.findings(path).filter(onFirstLine);
      const calls = folder.aiCalls(path).filter(onFirstLine);
      const texts = [
        ...findings.map((finding) => findingText(session, target, finding)),
        ...(findings.length === 0 ? calls.map(callText) : []),
      ];
      const [first] = findings.length > 0 ? findings : calls;
      if (first === undefined) return null;
      const value = texts.join('\n\n---\n\n');
      return {
        contents: session.client.markdown
          ? { kind: MarkupKind.Markdown, value }
          : { kind: MarkupKind.PlainText, value: unmarked(value) },
        range: folder.range(first.place, session.client.encoding),
      };
    }),
  );
}

function findingText(session: Session, target: Target, finding: Diagnostic): string {
  const page = session.pageOf(finding.rule);
  const rule = page === null ? `\`${finding.rule}\`` : `[${finding.rule}](${page})`;
  const parts = [`**${finding.message}**`, finding.why, finding.fixHint];
  if (finding.path.length > 1) parts.push(stepsText(session, target, finding.path));
  if (finding.laws.length > 0) parts.push(finding.laws.map(lawText).join('  \n'));
  parts.push(`Rule ${rule} · confidence ${finding.confidence}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

function stepsText(session: Session, { folder }: Target, steps: readonly Step[]): string {
  return steps
    .map(({ place, note }, i) => {
      const { start } = folder.range(place, session.client.encoding);
      const file = place.path.split('/').at(-1) ?? place.path;
      const line = String(start.line + 1);
      return `${String(i + 1)}. ${note} — [${file}:${line}](${folder.uri(place.path)}#L${line})`;
    })
    .join('\n');
}

function lawText({ title, appliesFrom, url }: LawReference): string {
  const name = url === undefined ? title : `[${title}](${url})`;
  return appliesFrom === null ? name : `${name}, applies from ${appliesFrom}`;
}

function callText(call: AiCall): string {
  const data =
    call.data.length === 0
      ? 'No personal data was found on its way.'
      : `Receives ${call.data.map((key) => `\`${key}\``).join(', ')}.`;
  return [`**${recipientWords(call)}** · \`${call.api}\``, data, statusWords(call)].join('\n\n');
}

/** Markdown as plain text, for clients that show it as it is. */
const unmarked = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll('`', '')
    .replaceAll('  \n', '\n');
