/** The part of the verdict beside sampling: whether the model reproduces its data, and what to try where it does not. */
import type { Fit, FitReason } from '../../sampler/report/fit.ts';
import { fitFailsText, fitPassText } from '../../sampler/report/fit-text.ts';
import type { PageContext } from '../context.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { icon } from '../parts/icon.ts';
import { lineLink } from '../parts/line-link.ts';
import { linkButton } from '../parts/link-button.ts';
import { sentence } from '../parts/sentence.ts';

/** Takes the place of the fit until it is judged. */
export function pendingFitElement(): HTMLElement {
  const text = 'Fit: being judged. Whether the model reproduces its data will be said here.';
  return h('div', { class: 'verdict-fit' }, h('p', { class: 'verdict-words', text }));
}

export function fitElement(context: PageContext, fit: Fit, isSampled: boolean): HTMLElement {
  const { pass, reasons, notes } = fit;
  return h(
    'div',
    { class: `verdict-fit ${pass ? 'passes' : 'fails'}` },
    h(
      'div',
      { class: 'verdict-head' },
      icon(pass ? 'pass' : 'warning'),
      pass
        ? h('p', { class: 'verdict-words' }, ...codeText(sentence(fitPassText(fit))))
        : h('h3', { text: sentence(fitFailsText(isSampled)) }),
    ),
    pass ? null : h('ul', { class: 'reasons' }, ...reasons.map((reason) => reasonElement(context, reason))),
    ...notes.map((note) =>
      h(
        'p',
        { class: 'verdict-notice' },
        ...codeText(sentence(note.charAt(0).toUpperCase() + note.slice(1))),
      ),
    ),
  );
}

function reasonElement(context: PageContext, { message, nextStep, line }: FitReason): HTMLElement {
  const link = lineLink(context, line);
  return h(
    'li',
    { class: 'reason' },
    h('p', { class: 'reason-message' }, ...codeText(sentence(message))),
    h(
      'p',
      { class: 'reason-next' },
      h('strong', { text: 'What to do: ' }),
      ...codeText(`${sentence(nextStep)} `),
      linkButton('Show its replicated data', () => context.change({ view: 'predictive' })),
      ...(link === null ? [] : [' ', link]),
    ),
  );
}
