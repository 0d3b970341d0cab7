/** Whether the numbers can be used, before any number: in words, with what to do next where they cannot. */
import type { Diagnostics, Reason, SampleReport } from '../../sampler/report.ts';
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { icon } from '../parts/icon.ts';
import { sentence } from '../parts/sentence.ts';
import type { Layout } from '../state.ts';
import { MAX_R_HAT, MIN_E_BFMI, MIN_ESS_PER_CHAIN } from '../table/limits.ts';
import { essText, rHatText } from '../table/numbers.ts';

export function verdictElement(context: PageContext, report: SampleReport, isOpen: boolean): HTMLElement {
  const { diagnostics } = report;
  const { pass, reasons } = diagnostics;
  const title = h('h2', {
    text: pass ? 'The diagnostics pass' : 'Provisional: do not rely on these numbers yet',
  });
  const words = h('p', {
    class: 'verdict-words',
    text: pass
      ? 'The chains agree and have moved enough: the numbers describe the posterior of this model. Whether the model describes your data is another question, which the predictive checks answer.'
      : reasons.length === 1
        ? 'One diagnostic fails. Here is why, and what to do about it.'
        : `${reasons.length} diagnostics fail. Here is why, and what to do about it.`,
  });
  const toggle = pass
    ? null
    : button(isOpen ? 'Hide reasons' : 'Show reasons', () => context.change({ verdictOpen: !isOpen }));
  toggle?.setAttribute('aria-expanded', String(isOpen));
  return h(
    'section',
    { class: `verdict ${pass ? 'pass' : 'provisional'}`, attrs: { 'aria-label': 'Verdict' } },
    h(
      'div',
      { class: 'verdict-top' },
      h(
        'div',
        { class: 'verdict-head' },
        icon(pass ? 'pass' : 'warning'),
        h('div', { class: 'verdict-title' }, title, pass || isOpen ? words : null, toggle),
      ),
      checksElement(diagnostics, report.settings.chains),
    ),
    pass || !isOpen ? null : reasonsElement(context, reasons),
  );
}

interface Check {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly passes: boolean;
}

function checksElement(diagnostics: Diagnostics, chains: number): HTMLElement {
  const { max_r_hat, min_ess_per_chain, divergences, max_treedepth_hits, e_bfmi } = diagnostics;
  const lowest = Math.min(...e_bfmi);
  const checks: readonly Check[] = [
    {
      name: 'Largest R-hat',
      value: rHatText(max_r_hat, MAX_R_HAT),
      limit: `at most ${MAX_R_HAT}`,
      passes: max_r_hat <= MAX_R_HAT,
    },
    {
      name: 'Effective draws per chain',
      value: essText(min_ess_per_chain),
      limit: `at least ${MIN_ESS_PER_CHAIN}`,
      passes: min_ess_per_chain >= MIN_ESS_PER_CHAIN,
    },
    { name: 'Divergences', value: String(divergences), limit: 'none', passes: divergences === 0 },
    {
      name: 'Lowest E-BFMI',
      value: Number.isFinite(lowest) ? lowest.toFixed(2) : 'nan',
      limit: `at least ${MIN_E_BFMI}`,
      passes: lowest >= MIN_E_BFMI,
    },
    {
      name: 'Cut-off trajectories',
      value: String(max_treedepth_hits),
      limit: 'none',
      passes: max_treedepth_hits === 0,
    },
    { name: 'Chains', value: String(chains), limit: 'at least 4', passes: chains >= 4 },
  ];
  return h(
    'ul',
    { class: 'checks' },
    ...checks.map(({ name, value, limit, passes }) =>
      h(
        'li',
        { class: `check ${passes ? 'passes' : 'fails'}` },
        h('span', { class: 'check-name', text: name }),
        h(
          'span',
          { class: 'check-value' },
          icon(passes ? 'pass' : 'warning'),
          h('span', { text: value }),
          h('span', { class: 'visually-hidden', text: passes ? ', passes' : ', fails' }),
        ),
        h('span', { class: 'check-limit', text: limit }),
      ),
    ),
  );
}

function reasonsElement(context: PageContext, reasons: readonly Reason[]): HTMLElement {
  return h(
    'ol',
    { class: 'reasons', attrs: { tabindex: 0, 'aria-label': 'Why, and what to do' } },
    ...reasons.map((reason) => {
      const { editor } = context.source;
      const { line } = reason;
      const places = [
        showButton(context, reason),
        editor === null || line === undefined
          ? null
          : button(`Line ${line + 1} of the model`, () => editor.reveal(line)),
      ];
      return h(
        'li',
        { class: 'reason' },
        h('p', { class: 'reason-message', text: sentence(reason.message) }),
        h('p', { class: 'reason-next' }, h('strong', { text: 'What to do: ' }), sentence(reason.nextStep)),
        places.some((place) => place !== null) ? h('div', { class: 'reason-places' }, ...places) : null,
      );
    }),
  );
}

/** The part of the page that shows what a reason speaks of. */
function showButton(context: PageContext, reason: Reason): HTMLElement | null {
  const go = (text: string, change: Partial<Layout>) => button(text, () => context.change(change));
  const rows = (column: 'r_hat' | 'ess_bulk' | 'ess_tail', descending: boolean) =>
    go('Show these rows', {
      view: 'summary',
      filter: '',
      flaggedOnly: true,
      sort: { column, descending },
      selected: reason.names[0] ?? null,
    });
  switch (reason.code) {
    case 'r-hat':
      return rows('r_hat', true);
    case 'ess-bulk':
      return rows('ess_bulk', false);
    case 'ess-tail':
      return rows('ess_tail', false);
    case 'divergences':
      return go('Show where they are', { view: 'pairs', pairNames: null });
    case 'tree-depth':
    case 'e-bfmi':
      return go('Show the sampler', { view: 'sampler' });
    case 'chains':
    case 'interrupted':
    case 'approximation':
      return null;
  }
}
