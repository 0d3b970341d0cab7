/** The sampler's process. */
import { loadBundle } from './bundle.ts';

const { exports, keepCode } = loadBundle<typeof import('../host/host.ts')>('host', import.meta.url);
exports.serveHost(keepCode);
