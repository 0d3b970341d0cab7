/** The methods paragraph of a run, to copy into a paper, with its references. */
import type { MethodsAnswer } from '../../sampler/protocol.ts';
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';

export function methodsSection(context: PageContext, { paragraph, references }: MethodsAnswer): HTMLElement {
  const whole = [paragraph, '', ...references.map(({ text }) => text)].join('\n');
  const bibtex = references.map((one) => one.bibtex).join('\n\n');
  return h(
    'section',
    { class: 'methods' },
    h('h3', { text: 'Methods paragraph' }),
    h('p', { class: 'explanation', text: 'What was done, for a paper. Only what was used is cited.' }),
    h('p', { class: 'methods-text', text: paragraph }),
    h('ul', { class: 'methods-references' }, ...references.map(({ text }) => h('li', { text }))),
    h(
      'div',
      { class: 'toolbar' },
      button('Copy Methods Paragraph', () => void copy(context, whole, 'methods.txt')),
      button('Copy BibTeX', () => void copy(context, bibtex, 'references.bib')),
    ),
  );
}

async function copy(context: PageContext, text: string, file: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    context.announce('Copied');
  } catch {
    const saved = await context.source.save(file, text);
    if (saved !== null) context.announce(`The clipboard is not available; saved ${saved}`);
  }
}
