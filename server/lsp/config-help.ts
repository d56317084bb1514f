import { getLanguageService } from 'vscode-json-languageservice';
import type { LanguageService } from 'vscode-json-languageservice';
import type { CompletionItem, Connection, Hover, Position } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isConfigFile } from './config-files.ts';
import { fromClient } from './positions.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

const SCHEMA = 'probity://config.schema.json';

const services = new WeakMap<object, LanguageService>();

/** What reads JSON by the schema of the configuration; made when the first configuration is looked at. */
function serviceOf(session: Session): LanguageService {
  const known = services.get(session);
  if (known !== undefined) return known;
  const service = getLanguageService({});
  service.configure({
    allowComments: true,
    validate: false,
    schemas: [{ uri: SCHEMA, fileMatch: ['*'], schema: session.services.configSchema }],
  });
  services.set(session, service);
  return service;
}

function configDocument(session: Session, uri: string): TextDocument | undefined {
  const path = pathOfUri(uri);
  return path !== null && isConfigFile(path) ? session.documentOf(uri) : undefined;
}

/** What a key or value of the configuration means; null if the document is none. */
export async function configHover(session: Session, uri: string, position: Position): Promise<Hover | null> {
  const document = configDocument(session, uri);
  if (document === undefined) return null;
  const service = serviceOf(session);
  const at = fromClient(document, position, session.client.encoding);
  const found = await service.doHover(document, at, service.parseJSONDocument(document));
  const target = session.client.encoding === 'utf-16' ? (found?.range ?? null) : null;
  return found === null ? null : { contents: found.contents, ...(target === null ? {} : { range: target }) };
}

/** Offers keys and names in the configuration. */
export function answerCompletions(connection: Connection, session: Session): void {
  connection.onCompletion(
    session.gate.answering('position', async ({ textDocument, position }): Promise<CompletionItem[]> => {
      const document = configDocument(session, textDocument.uri);
      if (document === undefined) return [];
      const service = serviceOf(session);
      const at = fromClient(document, position, session.client.encoding);
      const found = await service.doComplete(document, at, service.parseJSONDocument(document));
      return found?.items ?? [];
    }),
  );
}
