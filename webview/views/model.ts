/** The sampled model, its data, settings and versions. */
import type { RunHeader } from '../../sampler/protocol.ts';
import { centringText } from '../../sampler/report/centring.ts';
import { enoughText } from '../../sampler/report/enough-draws.ts';
import type { SampleReport, TunedChain } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { unavailable } from '../data/unavailable.ts';
import { h } from '../dom.ts';
import { isApproximation } from '../method-of-report.ts';
import { codeText } from '../parts/code-text.ts';
import { methodsSection } from '../parts/methods-section.ts';
import { sentence } from '../parts/sentence.ts';
import type { LocatedWarning, Staleness } from '../protocol.ts';

export function createModelView(context: PageContext): View {
  const element = h('div', {
    class: 'model scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Model' },
  });
  let shown: unknown = null;
  let shownStaleness: unknown = null;

  async function loadMethods(place: HTMLElement, of: unknown): Promise<void> {
    const answer = await context.source.ask<'methods'>({ kind: 'methods' }).catch(unavailable);
    if (shown !== of) return;
    place.replaceChildren(
      answer.kind === 'methods'
        ? methodsSection(context, answer)
        : h('p', { class: 'empty' }, ...codeText(sentence(answer.message))),
    );
  }

  return {
    element,
    update(state) {
      if (state.run.kind !== 'ended') return;
      if (state.run === shown && state.staleness === shownStaleness) return;
      shown = state.run;
      shownStaleness = state.staleness;
      const { report, header, warnings, isFitPending } = state.run;
      const methods = h('div');
      if (!isFitPending && header !== null) void loadMethods(methods, state.run);
      element.replaceChildren(
        ...(header === null ? [] : [sourceElement(context, header, report, warnings)]),
        factsElement(report, header),
        methods,
      );
    },
  };
}

function sourceElement(
  context: PageContext,
  header: RunHeader,
  report: SampleReport,
  warnings: readonly LocatedWarning[],
): HTMLElement {
  const notes = new Map<number, string[]>();
  const note = (line: number, text: string) => notes.set(line, [...(notes.get(line) ?? []), text]);
  for (const { line, message } of warnings) note(line, message);
  for (const { line, message } of report.diagnostics.reasons) if (line !== undefined) note(line, message);
  const lines = header.modelText.replace(/\n$/, '').split(/\r\n|\r|\n/);
  const { editor } = context.source;
  return h(
    'section',
    {},
    h('h3', { text: 'Model as it was sampled' }),
    h(
      'ol',
      { class: 'source' },
      ...lines.map((text, line) => {
        const found = notes.get(line);
        return h(
          'li',
          { class: found === undefined ? '' : 'noted' },
          h('code', { text: text === '' ? ' ' : text }),
          found === undefined ? null : h('p', { class: 'note' }, ...codeText(found.map(sentence).join(' '))),
        );
      }),
    ),
    editor === null
      ? null
      : h('p', { class: 'explanation', text: changeWords(context.store.state.staleness) }),
  );
}

function changeWords(staleness: Staleness | null): string {
  switch (staleness?.model) {
    case undefined:
      return 'The text in the editor may have changed since.';
    case 'same':
      return 'The text in the editor is the same.';
    case 'changed':
      return 'The text in the editor has changed since.';
    case 'missing':
      return 'Its file is no longer there.';
  }
}

function factsElement(report: SampleReport, header: RunHeader | null): HTMLElement {
  const { settings, timing, enough, centring } = report;
  const isApproximate = isApproximation(report);
  const facts: readonly (readonly [string, string])[] = [
    ...Object.entries(isApproximate ? { draws: settings.draws, seed: settings.seed } : settings).map(
      ([name, value]) => [name, String(value)] as const,
    ),
    ...(enough === undefined ? [] : [['draws = enough', enoughText(enough)] as const]),
    ...(centring === undefined
      ? []
      : [['degrees of centring (1 as written, 0 standardised)', centringText(centring)] as const]),
    [
      'gradients',
      isApproximate
        ? String(timing.gradients_sample)
        : `${timing.gradients_warmup} tuning, ${timing.gradients_sample} sampling`,
    ],
    ...(report.tuned === undefined ? [] : [['tuned metric', tunedWords(report.tuned)] as const]),
    ['time per gradient', `${timing.us_per_gradient.toPrecision(3)} µs`],
    ...(header === null
      ? []
      : [
          ['started', header.started] as const,
          ['finished', header.finished ?? 'no'] as const,
          ['Bayes Workbench', header.versions.bayes] as const,
          ['Node', header.versions.node] as const,
        ]),
    ...(report.draws === null ? [] : [['kept in', report.draws] as const]),
    ...(header?.data ?? []).map(
      ({ name, file, hash }) => [name, `${fileName(file)}, SHA-256 ${hash.slice(0, 12)}…`] as const,
    ),
  ];
  return h(
    'section',
    {},
    h('h3', { text: 'Settings, data and versions' }),
    h(
      'dl',
      { class: 'run-facts' },
      ...facts.flatMap(([name, value]) => [h('dt', { text: name }), h('dd', { text: value })]),
    ),
  );
}

/** The final metrics of the chains, each with its number of chains. */
function tunedWords(tuned: readonly (TunedChain | null)[]): string {
  const words = tuned.map((chain) => {
    if (chain === null) return 'not tuned';
    return chain.directions === undefined
      ? chain.metric
      : `${chain.metric} (${chain.directions} ${chain.directions === 1 ? 'direction' : 'directions'})`;
  });
  const distinct = [...new Set(words)];
  return distinct
    .map((word) => `${word}, ${words.filter((other) => other === word).length} of ${words.length} chains`)
    .join('; ');
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
