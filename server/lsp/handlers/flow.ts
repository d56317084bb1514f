import type { Connection } from 'vscode-languageserver/node';
import type { AiCall, Diagnostic, Place } from '../../engine/explain/index.ts';
import { FLOW_REQUEST } from '../../protocol/index.ts';
import type { FlowAnswer, FlowLocation, FlowNode, FlowParams } from '../../protocol/index.ts';
import { callTitle, recipientWords } from '../call-words.ts';
import type { Session, Target } from '../session.ts';

/** Answers the data-flow view: what goes through the place of the cursor, or, if nothing does, through the file. */
export function answerFlows(connection: Connection, session: Session): void {
  connection.onRequest(
    FLOW_REQUEST,
    session.gate.answering('position', ({ textDocument, position }: FlowParams): FlowAnswer => {
      const target = session.find(textDocument.uri);
      if (target === null) return { flows: [] };
      const { folder, path } = target;
      const { line } = position;
      const near = (place: Place): boolean => {
        if (place.path !== path) return false;
        const { start, end } = folder.range(place, session.client.encoding);
        return start.line <= line && line <= end.line;
      };
      const all = folder.allFindings();
      const touching = all.filter(
        (finding) => near(finding.place) || [...finding.path, ...finding.data].some(({ place }) => near(place)),
      );
      const here = touching.length > 0 ? touching : all.filter(({ place }) => place.path === path);
      const calls = folder.aiCalls(path).filter(({ place }) => near(place));
      const show = new Shown(session, target);
      return {
        flows: [
          ...[...here]
            .sort((a, b) => Number(near(b.place)) - Number(near(a.place)))
            .map((finding) => show.finding(finding)),
          ...calls
            .filter((call) => !here.some(({ place }) => place.start === call.place.start))
            .map((call) => show.call(call)),
        ],
      };
    }),
  );
}

/** Findings and calls as lines of a tree. */
class Shown {
  readonly #session: Session;
  readonly #target: Target;

  constructor(session: Session, target: Target) {
    this.#session = session;
    this.#target = target;
  }

  finding(finding: Diagnostic): FlowNode {
    const last = finding.path.length - 1;
    const steps = finding.path.map(({ place, note }, i) =>
      this.#line(i === 0 ? 'source' : i === last ? 'sink' : 'step', plain(note), place),
    );
    const others = finding.data
      .filter(
        ({ place }) => !finding.path.some((step) => step.place.start === place.start && step.place.path === place.path),
      )
      .map(({ expression, label, place }) => this.#line('data', `${expression} (${label})`, place));
    const checks = finding.related.map(({ place, note }) => this.#line('check', plain(note), place));
    const laws = finding.laws.map(({ short, appliesFrom }): FlowNode => ({
      ...EMPTY,
      kind: 'law',
      label: short,
      detail: appliesFrom === null ? '' : `from ${appliesFrom}`,
    }));
    return {
      ...this.#line('finding', plain(finding.message), finding.place),
      severity: finding.severity,
      children: [...steps, ...others, ...checks, ...laws],
    };
  }

  call(call: AiCall): FlowNode {
    const data = call.data.map((key): FlowNode => ({ ...EMPTY, kind: 'data', label: key }));
    const ends = [call.consent, call.disclosure].flatMap(({ at, status }) =>
      at === null ? [] : [this.#line('check', status, at)],
    );
    const sink = this.#line('sink', `${recipientWords(call)} · ${call.api}`, call.place);
    return { ...this.#line('call', callTitle(call), call.place), children: [...data, sink, ...ends] };
  }

  #line(kind: FlowNode['kind'], label: string, place: Place): FlowNode {
    const location = this.#location(place);
    const file = place.path.split('/').at(-1) ?? place.path;
    return { ...EMPTY, kind, label, detail: `${file}:${String(location.range.start.line + 1)}`, location };
  }

  #location(place: Place): FlowLocation {
    const { folder } = this.#target;
    return { uri: folder.uri(place.path), range: folder.range(place, this.#session.client.encoding) };
  }
}

const EMPTY: FlowNode = { kind: 'step', label: '', detail: '', location: null, children: [] };

const plain = (text: string): string => text.replaceAll('`', '');
