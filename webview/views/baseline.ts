/** The model beside ridge and conformal intervals on held-out rows, computed when asked for. */
import type { AnswerTo } from '../../sampler/protocol.ts';
import type { BaselineReport } from '../../sampler/report/baseline-report.ts';
import { heldOutText, methodTexts, penaltyText } from '../../sampler/report/baseline-words.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import type { Figure } from '../parts/figure.ts';
import { linkButton } from '../parts/link-button.ts';
import { poolingSection } from '../parts/pooling.ts';
import { rowTable } from '../parts/row-table.ts';
import { capitalized, sentence } from '../parts/sentence.ts';

type Answer = AnswerTo<'baseline', Float64Array>;

interface BaselineView extends View {
  /** Of another run: nothing is known of it yet. */
  wait(): void;
  /** What the run’s folder holds; without an answer it offers to compute it. */
  show(answer: Answer): void;
}

export function createBaselineView(context: PageContext): BaselineView {
  const content = h('div');
  const pooling = h('div');
  const figures: Figure<never>[] = [];
  const scroll = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Comparison with simpler methods' },
  });
  scroll.append(content, pooling);
  /** Changes with each run, so that answers about an earlier one are dropped. */
  let current = {};
  let shown: unknown = null;

  async function compute(): Promise<void> {
    const of = current;
    const answer = await awaited(content, {
      waiting: 'Fitting the model five times, each time without a fifth of the rows…',
      canCancel: true,
      ask: (signal) => context.source.ask<'baseline'>({ kind: 'baseline', compute: true }, signal),
      again: () => void compute(),
      isCurrent: () => current === of,
    });
    if (answer !== null) content.replaceChildren(...reportOf(answer.baseline));
  }

  /** Shows nothing where the model has no groups. */
  async function loadPooling(of: unknown): Promise<void> {
    for (const figure of figures.splice(0)) figure.dispose();
    let isCancelled = () => false;
    const isCurrent = () => shown === of;
    const answer = await awaited(pooling, {
      waiting: 'Looking for groups, and what the model expects in each…',
      canCancel: context.source.editor !== null,
      ask: (signal) => {
        isCancelled = () => signal.aborted;
        return context.source.ask<'pooling'>({ kind: 'pooling' }, signal);
      },
      again: () => void loadPooling(of),
      isCurrent,
    });
    if (!isCurrent()) return;
    if (answer === null) {
      if (!isCancelled()) pooling.replaceChildren();
      return;
    }
    const section = poolingSection(context, answer.pooling);
    figures.push(...section.figures);
    pooling.replaceChildren(...section.elements);
  }

  function offer(): HTMLElement {
    return h(
      'div',
      {},
      h('p', {
        class: 'explanation',
        text: 'Would a simpler method do? The model, ridge regression and split-conformal intervals each predict a fifth of the rows from the others, in turn. This fits the model five times.',
      }),
      h(
        'p',
        {},
        linkButton('Compare with Ridge', () => void compute()),
      ),
    );
  }

  return {
    element: h('div', { class: 'baseline' }, scroll),
    update({ run }) {
      if (run.kind !== 'ended' || run.isFitPending || run.report === shown) return;
      shown = run.report;
      void loadPooling(shown);
    },
    wait() {
      current = {};
      content.replaceChildren();
    },
    show(answer) {
      const offered = context.source.editor === null ? [] : [offer()];
      content.replaceChildren(...(answer.kind === 'baseline' ? reportOf(answer.baseline) : offered));
    },
  };
}

function reportOf(report: BaselineReport): readonly HTMLElement[] {
  const { methods, warnings, notes, level } = report;
  return [
    h('p', { class: 'baseline-sentence', text: report.sentence }),
    ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(capitalized(text))))),
    rowTable(
      ['Method', 'MSE', 'MAE', 'Coverage', 'Width', 'Seconds'],
      methods.map((method) => [method.name, ...methodTexts(method)]),
    ),
    h('p', {
      class: 'explanation',
      text: `${sentence(capitalized(heldOutText(report)))} Coverage and width are of ${100 * level} % intervals. A difference is claimed beyond two standard errors of the rows’ paired differences.`,
    }),
    ...[penaltyText(report), ...notes].map((text) =>
      h('p', { class: 'explanation' }, ...codeText(sentence(capitalized(text)))),
    ),
  ];
}
