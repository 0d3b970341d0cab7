/** A view of the answer to a question about all runs together, which is asked once it is shown. */
import type { RunsAnswer, RunsQuestion } from '../../sampler/protocol.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
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
    const answer = await awaited(region, {
      waiting,
      canCancel: source.editor !== null,
      ask: (signal) => source.askTogether(kind, signal),
      again: () => void load(),
      isCurrent: () => true,
    });
    if (answer !== null)
      region.replaceChildren(...content(answer as Extract<RunsAnswer, { readonly kind: K }>));
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
