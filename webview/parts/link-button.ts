/** A button that looks like a link, for actions within a sentence. */
import { h } from '../dom.ts';

export function linkButton(text: string, onClick: () => void): HTMLButtonElement {
  return h('button', { class: 'link', text, attrs: { type: 'button' }, on: { click: onClick } });
}
