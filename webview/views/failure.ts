/** A run without result: the error, its place, and what to do next. */
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { icon } from '../parts/icon.ts';
import { lineNow, lineWords } from '../parts/line-link.ts';
import { sentence } from '../parts/sentence.ts';
import type { LocatedWarning, PageFailure } from '../protocol.ts';
import { isFixed } from '../state.ts';
import { unreachable } from '../unreachable.ts';
import { keptWords, lastWords, resumeButton } from './interruption.ts';

export function failureElement(context: PageContext, failure: PageFailure): HTMLElement {
  if (isFixed(context.store.state)) return fixedElement(context);
  const { title, parts } = contents(context, failure);
  return h(
    'section',
    { class: 'verdict failed', attrs: { role: 'alert' } },
    h(
      'div',
      { class: 'verdict-head' },
      icon('error'),
      h('div', { class: 'verdict-title' }, h('h2', { text: title }), ...parts),
    ),
  );
}

/** Shown once the errors are fixed. */
function fixedElement(context: PageContext): HTMLElement {
  const { editor } = context.source;
  return h(
    'section',
    { class: 'verdict pass', attrs: { role: 'status' } },
    h(
      'div',
      { class: 'verdict-head' },
      icon('pass'),
      h(
        'div',
        { class: 'verdict-title' },
        h('h2', { text: 'Fixed: the model and its data check clean now' }),
        h('p', { text: 'Nothing was sampled yet.' }),
      ),
      editor === null ? null : button('Sample', editor.sampleAgain, { appearance: 'primary' }),
    ),
  );
}

function contents(
  context: PageContext,
  failure: PageFailure,
): { readonly title: string; readonly parts: readonly HTMLElement[] } {
  switch (failure.kind) {
    case 'invalid':
      return {
        title: 'Nothing was sampled: the model or its data are wrong',
        parts: [
          h(
            'ul',
            { class: 'problems' },
            ...failure.problems.map((problem) => problemElement(context, problem)),
          ),
        ],
      };
    case 'interrupted': {
      const { interruption } = failure;
      return {
        title: 'The run did not reach its end',
        parts: [
          h('p', {}, ...codeText(sentence(interruption.message))),
          h('p', { text: keptWords(interruption, ', and can be exported from the view Runs') }),
          ...optional(resumeButton(context, interruption)),
          ...optional(lastWords(interruption.stderrTail)),
        ],
      };
    }
    case 'run-folder':
      return {
        title: 'The run cannot be shown',
        parts: [
          h('p', {}, ...codeText(sentence(failure.message))),
          h('p', { text: 'Sample the model again to get a new one.' }),
        ],
      };
    case 'sampler':
      return samplerContents(context, failure.failure);
    default:
      return unreachable(failure);
  }
}

function samplerContents(
  context: PageContext,
  failure: Extract<PageFailure, { kind: 'sampler' }>['failure'],
): { readonly title: string; readonly parts: readonly HTMLElement[] } {
  switch (failure.kind) {
    case 'bad-start':
      return {
        title: 'The sampler found no place to start',
        parts: [
          h('p', {}, ...codeText(sentence(failure.message))),
          h('p', {}, ...codeText(`At fault: ${failure.term}, whose log density is ${failure.value}.`)),
          ...lineButton(context, failure.line),
        ],
      };
    case 'crash':
      return {
        title: 'The sampler stopped unexpectedly',
        parts: [
          h('p', {
            text: `${failure.message}. The editor is unaffected; sampling again starts a new sampler.`,
          }),
          ...optional(lastWords(failure.stderrTail)),
        ],
      };
    case 'out-of-memory':
      return {
        title: 'The draws do not fit into memory',
        parts: [h('p', {}, ...codeText(sentence(failure.message)))],
      };
    default:
      return unreachable(failure);
  }
}

function problemElement(context: PageContext, { message, line, severity }: LocatedWarning): HTMLElement {
  const now = lineNow(context, line);
  const place = now === null ? `Line ${line + 1} of the model as it was` : `Line ${now + 1}`;
  return h(
    'li',
    { class: `problem ${severity}` },
    h('span', {}, ...codeText(`${place}: ${message}. `)),
    ...lineButton(context, line),
  );
}

function lineButton(context: PageContext, line: number): readonly HTMLElement[] {
  const { editor } = context.source;
  return editor === null ? [] : [button(`Show ${lineWords(context, line)}`, () => editor.reveal(line))];
}

const optional = (element: HTMLElement | null): readonly HTMLElement[] => (element === null ? [] : [element]);
