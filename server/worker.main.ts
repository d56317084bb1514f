// A thread that turns texts into facts; see host/pool.
import { parentPort } from 'node:worker_threads';
import { createExtractor, loadParsers } from './engine/extract/index.ts';
import { serveFacts } from './host/pool/index.ts';

const extractor = createExtractor(await loadParsers());
if (parentPort !== null) serveFacts(parentPort, (path, text) => extractor.extract(path, text));
