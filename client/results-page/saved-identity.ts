/** Which run a page showed before the window was reloaded, from what the page kept. Pure. */
import { PAGE_VERSION, type PageIdentity } from '../../webview/protocol.ts';

/** From what the page kept (`SavedPage` in `webview/state.ts`); null where it is not of this version. */
export function savedIdentity(state: unknown): PageIdentity | null {
  const field = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const identity = field(state, 'identity');
  const folder = field(identity, 'folder');
  const [model, modelPath, uri] = ['model', 'modelPath', 'uri'].map((key) => field(identity, key));
  if (field(identity, 'version') !== PAGE_VERSION) return null;
  if (typeof model !== 'string' || typeof modelPath !== 'string' || typeof uri !== 'string') return null;
  return {
    version: PAGE_VERSION,
    folder: typeof folder === 'string' ? folder : null,
    model,
    modelPath,
    uri,
  };
}
