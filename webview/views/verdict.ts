/** The verdict above all numbers: whether they can be used, and if not, why and what to do next. */
import { plainText } from '../../sampler/report/code-in-text.ts';
import { symmetryText } from '../../sampler/report/mode-symmetry.ts';
import { notJudgedWords } from '../../sampler/report/not-judged.ts';
import { notStoredText } from '../../sampler/report/not-stored.ts';
import { failingDiagnostics, type ReasonGroup, reasonGroups } from '../../sampler/report/reason-groups.ts';
import type { Diagnostics, NotJudged, Reason, SampleReport } from '../../sampler/report/sample-report.ts';
import { MAX_R_HAT, MIN_E_BFMI, MIN_ESS_PER_CHAIN } from '../../sampler/stats/diagnostic-limits.ts';
import { eBfmiText, essText, rHatText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { h } from '../dom.ts';
import { isApproximation, isOutside, isRandomWalk } from '../method-of-report.ts';
import { codeText } from '../parts/code-text.ts';
import { icon } from '../parts/icon.ts';
import { lineLink } from '../parts/line-link.ts';
import { linkButton } from '../parts/link-button.ts';
import { sentence } from '../parts/sentence.ts';
import type { Layout } from '../state.ts';
import { fitElement, pendingFitElement } from './fit.ts';

/** `isOpen` shows the reasons; `toggle` opens and closes them. */
export function verdictElement(
  context: PageContext,
  { report, isFitPending }: { readonly report: SampleReport; readonly isFitPending: boolean },
  isOpen: boolean,
  toggleReasons: () => void,
): HTMLElement {
  const { diagnostics } = report;
  const { pass, reasons, fit } = diagnostics;
  const isApproximate = isApproximation(report);
  const title = h('h2', {
    text: pass ? 'The diagnostics pass' : 'Provisional: do not rely on these numbers yet',
  });
  const count = failingDiagnostics(reasons).length;
  const failing = isApproximate
    ? 'An approximation stands in for the posterior'
    : count === 1
      ? 'One diagnostic fails'
      : `${count} diagnostics fail`;
  const words = h('p', {
    class: 'verdict-words',
    text: pass
      ? `The chains agree and there are enough draws: these numbers describe ${isOneOfCopies(diagnostics) ? 'one of the copies of ' : ''}this model’s posterior.${fit === undefined && !isFitPending && !isOutside(report) ? ' Whether the model fits your data is shown under Predictive.' : ''}`
      : `${failing}${isOpen ? '. Why, and what to do:' : '. '}`,
  });
  const toggle = pass ? null : linkButton(isOpen ? 'Hide reasons' : 'Show reasons', toggleReasons);
  toggle?.setAttribute('aria-expanded', String(isOpen));
  if (toggle !== null) words.append(' ', toggle);
  return h(
    'section',
    {
      class: `verdict ${pass ? 'pass' : 'provisional'}${fit?.pass === false ? ' misfit' : ''}`,
      attrs: { 'aria-label': 'Verdict' },
    },
    h(
      'div',
      { class: 'verdict-top' },
      h(
        'div',
        { class: 'verdict-head' },
        icon(pass ? 'pass' : 'warning'),
        h('div', { class: 'verdict-title' }, title, pass && !isOpen ? null : words),
      ),
      isApproximate ? null : checksElement(report),
    ),
    noticeElement(report),
    notJudgedElement(report),
    notStoredElement(diagnostics),
    pass || !isOpen ? null : reasonsElement(context, reasons, isApproximate),
    isFitPending ? pendingFitElement() : fit === undefined ? null : fitElement(context, fit, pass),
  );
}

function isOneOfCopies({ modes }: Diagnostics): boolean {
  return modes !== undefined && modes.symmetries.length > 0;
}

/** A symmetric copy does not fail a diagnostic, but matters for the interpretation of means. */
function noticeElement({ diagnostics: { modes } }: SampleReport): HTMLElement | null {
  const notice = modes === undefined ? null : symmetryText(modes);
  return notice === null ? null : h('p', { class: 'verdict-notice' }, ...codeText(sentence(notice)));
}

function notStoredElement(diagnostics: Diagnostics): HTMLElement | null {
  const text = notStoredText(diagnostics);
  return text === null ? null : h('p', { class: 'verdict-notice' }, ...codeText(`${text}.`));
}

/** What nobody may take for passed. */
function notJudgedElement({ not_judged = [] }: SampleReport): HTMLElement | null {
  if (not_judged.length === 0) return null;
  const names = not_judged.map((key) => notJudgedWords[key]).join(', ');
  const text = `Not judged, since the draws come without the sampler’s statistics for it: ${names}.`;
  return h('p', { class: 'verdict-notice', text });
}

interface Check {
  readonly name: string;
  readonly value: string;
  readonly limit: string;
  readonly passes: boolean;
}

/** Each diagnostic's value and its limit. */
export function checksOf({ diagnostics, settings, not_judged = [] }: SampleReport): readonly Check[] {
  const { max_r_hat, min_ess_per_chain } = diagnostics;
  const { chains } = settings;
  return [
    {
      name: 'Largest R-hat',
      value: rHatText(max_r_hat),
      limit: `at most ${MAX_R_HAT}`,
      passes: max_r_hat <= MAX_R_HAT,
    },
    {
      name: 'Effective draws per chain',
      value: essText(min_ess_per_chain),
      limit: `at least ${MIN_ESS_PER_CHAIN}`,
      passes: min_ess_per_chain >= MIN_ESS_PER_CHAIN,
    },
    ...(isRandomWalk(settings) ? [] : trajectoryChecks(diagnostics, not_judged)),
    { name: 'Chains', value: String(chains), limit: 'at least 4', passes: chains >= 4 },
  ];
}

function checksElement(report: SampleReport): HTMLElement {
  return h(
    'ul',
    { class: 'checks' },
    ...checksOf(report).map(({ name, value, limit, passes }) =>
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

function trajectoryChecks(
  { divergences, e_bfmi, max_treedepth_hits }: Diagnostics,
  notJudged: readonly NotJudged[],
): readonly Check[] {
  const lowest = Math.min(...e_bfmi);
  const checks = [
    {
      of: 'divergences',
      name: 'Divergences',
      value: String(divergences),
      limit: 'none',
      passes: divergences === 0,
    },
    {
      of: 'e_bfmi',
      name: 'Lowest E-BFMI',
      value: eBfmiText(lowest),
      limit: `at least ${MIN_E_BFMI}`,
      passes: lowest >= MIN_E_BFMI,
    },
    {
      of: 'max_treedepth_hits',
      name: 'Cut-off trajectories',
      value: String(max_treedepth_hits),
      limit: 'none',
      passes: max_treedepth_hits === 0,
    },
  ] as const;
  return checks.filter(({ of }) => !notJudged.includes(of));
}

function reasonsElement(
  context: PageContext,
  reasons: readonly Reason[],
  /** Approximations have no chains to show. */
  isApproximate: boolean,
): HTMLElement {
  return h(
    'ol',
    { class: 'reasons', attrs: { tabindex: 0, 'aria-label': 'Why, and what to do' } },
    ...merged(reasons).map((group) =>
      h(
        'li',
        { class: 'reason' },
        h('p', { class: 'reason-message' }, ...codeText(sentence(group.reason.message))),
        h(
          'p',
          { class: 'reason-next' },
          h('strong', { text: 'What to do: ' }),
          ...codeText(`${sentence(group.reason.nextStep)} `),
          ...placesOf(context, group.reason, isApproximate).flatMap((place) => [place, ' ']),
        ),
        group.consequences.length === 0 ? null : consequencesElement(group.consequences),
      ),
    ),
  );
}

/** Folded, since the cause has the advice. */
function consequencesElement(consequences: readonly Reason[]): HTMLElement {
  const count = consequences.length;
  return h(
    'details',
    { class: 'reason-consequences' },
    h('summary', { text: count === 1 ? 'One diagnostic fails for it' : `${count} diagnostics fail for it` }),
    ...consequences.map(({ message }) => h('p', {}, ...codeText(sentence(message)))),
  );
}

function placesOf(context: PageContext, reason: Reason, isApproximate: boolean): readonly HTMLElement[] {
  const { line } = reason;
  const link = line === undefined ? null : lineLink(context, line);
  return [fixButton(context, reason), isApproximate ? null : showButton(context, reason), link].filter(
    (place) => place !== null,
  );
}

/** Button that applies the edit; absent if the model has changed since, so that it may no longer fit. */
function fixButton(context: PageContext, { fix, line }: Reason): HTMLElement | null {
  const { editor } = context.source;
  const { staleness } = context.store.state;
  const isSame = staleness === null || staleness.model === 'same';
  if (fix === undefined || line === undefined || editor === null || !isSame) return null;
  const button = linkButton('Make this edit in the model', () => editor.applyFix(fix, line));
  button.title = plainText(fix.title);
  return button;
}

/** Reasons of earlier versions, which have no causes, are grouped by advice. */
function merged(reasons: readonly Reason[]): readonly ReasonGroup[] {
  const groups = new Map<string, ReasonGroup>();
  for (const group of reasonGroups(reasons)) {
    const { reason, consequences } = group;
    const known = groups.get(reason.nextStep);
    groups.set(
      reason.nextStep,
      known === undefined
        ? group
        : { reason: known.reason, consequences: [...known.consequences, reason, ...consequences] },
    );
  }
  return [...groups.values()];
}

/** Button that opens the part of the page with a reason's evidence. */
function showButton(context: PageContext, reason: Reason): HTMLElement | null {
  const go = (text: string, change: Partial<Layout>) => linkButton(text, () => context.change(change));
  const rows = (column: 'r_hat' | 'ess_bulk' | 'ess_tail' | 'pareto_k_mean', descending: boolean) =>
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
    case 'no-mean':
      return rows('pareto_k_mean', true);
    case 'ess-bulk':
      return rows('ess_bulk', false);
    case 'ess-tail':
      return rows('ess_tail', false);
    case 'divergences':
      return go('Show where they are', { view: 'pairs', pairNames: null });
    case 'tree-depth':
    case 'e-bfmi':
      return go('Show the sampler', { view: 'sampler' });
    case 'outside-support':
    case 'centred-hierarchy':
      return go('Show where they are', { view: 'pairs', pairNames: null });
    case 'stuck-chain':
    case 'label-switching':
    case 'unvisited-mode':
      return go('Show the chains', { view: 'plots', plot: 'trace', selected: reason.names[0] ?? null });
    default:
      return null;
  }
}
