/** The text of a message, with its code as code elements. */
import { partsOf } from '../../sampler/report/code-in-text.ts';
import { type Child, h } from '../dom.ts';

export function codeText(message: string): readonly Child[] {
  return partsOf(message).map(({ kind, text }) => (kind === 'code' ? h('code', { text }) : text));
}
