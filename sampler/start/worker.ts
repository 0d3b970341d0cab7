/** A worker thread of the sampler's process. */
import { loadBundle } from './bundle.ts';

const { exports, keepCode } = loadBundle<typeof import('../host/worker.ts')>('worker', import.meta.url);
exports.serveWorker(keepCode);
