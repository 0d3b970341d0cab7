/** The letter of a run, with its colour in the plots. */
import { h } from '../dom.ts';
import type { ComparisonContext } from './context.ts';

export function runLetter({ runs, theme, onTheme }: ComparisonContext, run: number): HTMLElement {
  const swatch = h('span', { class: 'swatch', attrs: { 'aria-hidden': true } });
  const paint = () => {
    const { chains } = theme();
    swatch.style.background = chains[run % chains.length];
  };
  paint();
  onTheme(paint);
  return h('span', { class: 'run-letter' }, swatch, runs[run].letter);
}
