/** Sampler diagnostics: energy, tree depth and statistics per chain; acceptance for a random walk. */
import type { SamplerAnswer } from '../../sampler/protocol.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { MIN_E_BFMI } from '../../sampler/stats/diagnostic-limits.ts';
import { mean } from '../../sampler/stats/moments.ts';
import { countText, eBfmiText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { isOutside, isRandomWalk } from '../method-of-report.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { samplerPlots } from '../plots/sampler-plots.ts';
import { chainColor } from '../theme.ts';

interface Head {
  readonly title: string;
  readonly help: string;
}

/** The table's columns with their explanations. */
const heads: readonly Head[] = [
  { title: 'Chain', help: '' },
  {
    title: 'Divergences',
    help: 'Draws whose trajectory left the region that the step size can follow. Any at all means that a part of the posterior may be missing.',
  },
  {
    title: 'E-BFMI',
    help: `How well one draw’s momentum reaches the range of energies. At least ${MIN_E_BFMI} is wanted; below, the tails are explored too slowly.`,
  },
  {
    title: 'Mean acceptance',
    help: 'How faithful the trajectories were. Tuning chooses the step size so that it comes near target_accept.',
  },
  {
    title: 'Step size',
    help: 'Length of one step of a trajectory, as tuning chose it. Chains that differ much met different landscapes.',
  },
  {
    title: 'Mean gradients per draw',
    help: 'The work for one draw: about two to the power of the doublings.',
  },
  {
    title: 'Deepest tree',
    help: 'Most doublings of a trajectory. One that reaches max_treedepth was cut off.',
  },
];

/** Columns for random-walk Metropolis. */
const walkHeads: readonly Head[] = [
  { title: 'Chain', help: '' },
  {
    title: 'Mean acceptance',
    help: 'How many proposals were taken. Tuning aims for 0.44 with one parameter and 0.234 with many: more means steps too timid, fewer means steps too bold.',
  },
  {
    title: 'Step size',
    help: 'The proposals’ widths as a multiple of the parameters’ scales, as tuning chose it.',
  },
];

/** Columns for draws of another program. */
const outsideHeads: readonly Head[] = [heads[0], heads[1], heads[2], heads[6]];

export function createSamplerView(context: PageContext): View {
  const plots = h('div', { class: 'sampler-plots' });
  let figures: readonly Figure<never>[] = [];
  const headRow = h('tr');
  const body = h('tbody');
  const help = h('dl', { class: 'chains-help', attrs: { 'aria-label': 'What the columns mean' } });
  let shown: unknown = null;
  context.onTheme(() => {
    for (const [chain, swatch] of body.querySelectorAll<HTMLElement>('.swatch').entries())
      swatch.style.background = chainColor(context.theme(), chain);
  });

  function showPlots(sampler: SamplerAnswer<Float64Array> | null, report: SampleReport): void {
    for (const figure of figures) figure.dispose();
    const panels = samplerPlots.map((row) => {
      const given = { sampler, report };
      const figure = figureOf(context, row, given);
      return { figure, element: panel(row.title, row.explanation(given), figure.element) };
    });
    figures = panels.map(({ figure }) => figure);
    plots.replaceChildren(...panels.map(({ element }) => element));
  }

  function showHeads(of: readonly Head[]): void {
    headRow.replaceChildren(...of.map(({ title }) => h('th', { text: title, attrs: { scope: 'col' } })));
    help.replaceChildren(
      ...of
        .filter(({ help: text }) => text !== '')
        .flatMap(({ title, help: text }) => [h('dt', { text: title }), h('dd', { text })]),
    );
  }

  return {
    element: h(
      'div',
      { class: 'sampler scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': 'Sampler' } },
      plots,
      h('h3', { text: 'Chains' }),
      h('table', { class: 'chains' }, h('thead', {}, headRow), body),
      help,
    ),
    update(state) {
      if (state.run.kind !== 'ended' || state.run.report === shown) return;
      const { report } = state.run;
      shown = report;
      const isWalk = isRandomWalk(report.settings);
      plots.hidden = isWalk;
      const isOfOutside = isOutside(report);
      showHeads(isWalk ? walkHeads : isOfOutside ? outsideHeads : heads);
      void context.sampler().then((sampler) => {
        if (shown !== report) return;
        if (sampler === null || sampler.drawsPerChain === 0) {
          plots.hidden = false;
          showPlots(sampler, report);
          return;
        }
        if (isWalk) {
          body.replaceChildren(
            ...Array.from({ length: sampler.chains }, (_, chain) => walkRow(context, sampler, chain)),
          );
          return;
        }
        showPlots(sampler, report);
        body.replaceChildren(
          ...Array.from({ length: sampler.chains }, (_, chain) =>
            chainRow(context, sampler, chain, report.diagnostics.e_bfmi[chain] ?? Number.NaN, isOfOutside),
          ),
        );
      });
    },
  };
}

function panel(title: string, words: string | null, figure: HTMLElement): HTMLElement {
  return h(
    'section',
    { class: 'panel' },
    h('h3', { text: title }),
    words === null ? null : h('p', { class: 'explanation', text: words }),
    figure,
  );
}

/** Returns a chain's values of one of the sampler's statistics. */
function ofChain({ drawsPerChain }: SamplerAnswer<Float64Array>, chain: number) {
  return (values: Float64Array) => values.subarray(chain * drawsPerChain, (chain + 1) * drawsPerChain);
}

const cell = (text: string, isBad = false) => h('td', { class: `number${isBad ? ' bad' : ''}`, text });

function chainName(context: PageContext, chain: number): HTMLElement {
  const swatch = h('span', { class: 'swatch', attrs: { 'aria-hidden': true } });
  swatch.style.background = chainColor(context.theme(), chain);
  return h('th', { attrs: { scope: 'row' } }, swatch, String(chain + 1));
}

function walkRow(context: PageContext, sampler: SamplerAnswer<Float64Array>, chain: number): HTMLElement {
  const own = ofChain(sampler, chain);
  return h(
    'tr',
    {},
    chainName(context, chain),
    cell(mean(own(sampler.acceptance)).toFixed(3)),
    cell(mean(own(sampler.stepSize)).toPrecision(3)),
  );
}

function chainRow(
  context: PageContext,
  sampler: SamplerAnswer<Float64Array>,
  chain: number,
  eBfmi: number,
  isOfOutside: boolean,
): HTMLElement {
  const own = ofChain(sampler, chain);
  const divergences = own(sampler.divergent).reduce((sum, value) => sum + value, 0);
  return h(
    'tr',
    {},
    chainName(context, chain),
    cell(countText(divergences), divergences > 0),
    cell(eBfmiText(eBfmi), !(eBfmi >= MIN_E_BFMI)),
    ...(isOfOutside
      ? []
      : [
          cell(mean(own(sampler.acceptance)).toFixed(3)),
          cell(mean(own(sampler.stepSize)).toPrecision(3)),
          cell(mean(own(sampler.gradients)).toFixed(1)),
        ]),
    cell(String(own(sampler.treeDepth).reduce((most, value) => Math.max(most, value), 0))),
  );
}
