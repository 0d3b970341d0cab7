/** A view of the answer to a question about all runs together, which is asked once it is shown. */
import type { RunsAnswer, RunsQuestion } from '../../sampler/protocol.ts';
import { unavailable } from '../data/unavailable.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { sentence } from '../parts/sentence.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { runLetter } from './run-letter.ts';

interface TogetherOptions<K extends RunsQuestion['kind']> {
  readonly kind: K;
  readonly label: string;
  readonly waiting: string;
  content(answer: Extract<RunsAnswer, { readonly kind: K }>): readonly HTMLElement[];
}

export function createTogetherView<K extends RunsQuestion['kind']>(
  { source }: ComparisonContext,
  { kind, label, waiting, content }: TogetherOptions<K>,
): ComparisonView {
  const region = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': label },
  });
  let asked = false;

  async function load(): Promise<void> {
    region.replaceChildren(h('p', { class: 'waiting', text: waiting, attrs: { role: 'status' } }));
    const answer = await source.askTogether(kind).catch(unavailable);
    region.replaceChildren(
      ...(isUnavailable(answer)
        ? [h('p', { class: 'empty' }, ...codeText(sentence(answer.message)))]
        : content(answer as Extract<RunsAnswer, { readonly kind: K }>)),
    );
  }

  return {
    element: h('div', { class: 'loo' }, region),
    show() {
      if (asked) return;
      asked = true;
      void load();
    },
  };
}

function isUnavailable(answer: RunsAnswer): answer is Extract<RunsAnswer, { readonly kind: 'unavailable' }> {
  return answer.kind === 'unavailable';
}

/** Letter and model of a run in a row of an answer. */
export function nameOf(context: ComparisonContext, letter: string, provisional: boolean): HTMLElement {
  const k = context.runs.findIndex((run) => run.letter === letter);
  return h(
    'span',
    {},
    runLetter(context, k),
    ` ${context.runs[k].header.model}${provisional ? ' ⚠ provisional' : ''}`,
  );
}
