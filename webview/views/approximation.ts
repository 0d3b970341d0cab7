/** Details of an approximation: its distance from the posterior, its stopping rule, its ELBO. */
import { methodOfVariant } from '../../grammar/methods/index.ts';
import type { ApproximationAnswer } from '../../sampler/protocol.ts';
import { atMostText, countText, durationText, essText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { viewPlots } from '../plots/view-plots.ts';

interface ApproximationView extends View {
  show(answer: ApproximationAnswer): void;
}

export function createApproximationView(context: PageContext): ApproximationView {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Approximation' },
  });
  let climb: Figure<never> | null = null;
  return {
    element: h('div', { class: 'approximation' }, content),
    update() {},
    show(answer) {
      climb?.dispose();
      climb = null;
      const { verdict, elbo, method } = answer;
      const sections: HTMLElement[] = [];
      if (elbo.length > 0) {
        climb = figureOf(context, viewPlots.climb, { climb: answer });
        sections.push(
          h(
            'section',
            {},
            h('h3', { text: viewPlots.climb.title }),
            h('p', { class: 'explanation', text: viewPlots.climb.explanation({ climb: answer }) ?? '' }),
            climb.element,
          ),
        );
      }
      sections.push(
        h('section', {}, h('h3', { text: 'How close it lies, and how it was made' }), factsElement(answer)),
      );
      const { editor } = context.source;
      const hasWidths = methodOfVariant(method)?.has.widths === true;
      content.replaceChildren(
        h(
          'div',
          { class: 'widths-words' },
          ...verdict.warnings.map((text) => h('p', { class: 'warning', text: sentence(text) })),
          h('p', {}, ...codeText(sentence(verdict.message))),
          editor !== null && hasWidths ? button('Compare widths with NUTS', editor.compareWidths) : null,
        ),
        h('div', { class: sections.length > 1 ? 'widths-plots' : '' }, ...sections),
      );
    },
  };
}

/** The effective value of a setting that is not set. */
function unsetOf({ method }: ApproximationAnswer, name: string): string {
  const setting = methodOfVariant(method)?.settings.find((row) => row.name === name);
  return setting?.unset ?? 'as usual';
}

function factsElement(answer: ApproximationAnswer): HTMLElement {
  const { k_hat, effective_draws, weighted_draws, converged, convergence_rule, settings, timing } = answer;
  const facts: readonly (readonly [string, string])[] = [
    ['Pareto k-hat', `${k_hat === null ? 'infinite' : atMostText(k_hat, 0.7, 2)} (0.7 or less is close)`],
    [
      'effective draws',
      `${essText(effective_draws)} of ${countText(weighted_draws)}, by their importance weights`,
    ],
    [
      'converged',
      // The convergence rule is printed with the ELBO plot, if any.
      `${converged ? 'yes' : 'no'}${answer.elbo.length > 0 ? '' : `: when ${convergence_rule}`}`,
    ],
    ['gradients', `${countText(timing.gradients)} in ${durationText(timing.fit_ms)}`],
    ...Object.entries(settings).map(
      ([name, value]) => [name, value === null ? unsetOf(answer, name) : String(value)] as const,
    ),
  ];
  return h(
    'dl',
    { class: 'run-facts' },
    ...facts.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: value })]),
  );
}
