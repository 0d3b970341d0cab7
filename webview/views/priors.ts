/** What the priors do: findings with the line of the prior, the sensitivity to each prior, and of each parameter. */

import type { PriorSensitivity, SensitivityReport } from '../../sampler/report/sensitivity-report.ts';
import {
  diagnosisText,
  findingWords,
  nothingFoundText,
  sensitivityNumber,
  togetherText,
} from '../../sampler/report/sensitivity-words.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import { lineLink } from '../parts/line-link.ts';
import { type Cell, rowTable } from '../parts/row-table.ts';
import { capitalized, sentence } from '../parts/sentence.ts';

/** Parameters in the table; the rest is in the JSON. */
const MOST_ROWS = 100;

export function createPriorsView(context: PageContext): View {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Sensitivity to the priors' },
  });
  let shown: unknown = null;
  let report: SensitivityReport | null = null;
  let staleness: unknown = null;

  async function load(of: unknown): Promise<void> {
    report = null;
    const answer = await awaited(content, {
      waiting: 'Scaling the priors and the likelihood at each draw…',
      canCancel: context.source.editor !== null,
      ask: (signal) => context.source.ask<'sensitivity'>({ kind: 'sensitivity' }, signal),
      again: () => void load(of),
      isCurrent: () => shown === of,
    });
    if (answer === null) return;
    report = answer.sensitivity;
    render(report);
  }

  function render(of: SensitivityReport): void {
    content.replaceChildren(
      wordsOf(context, of),
      h('h3', { text: 'Priors' }),
      priorsTable(context, of),
      h('h3', { text: 'Parameters' }),
      parametersTable(of),
      ...more(of.parameters.length - MOST_ROWS),
      ...of.notes.map((text) => h('p', { class: 'explanation' }, ...codeText(sentence(capitalized(text))))),
    );
  }

  return {
    element: h('div', { class: 'priors' }, content),
    update(state) {
      const { run } = state;
      if (run.kind !== 'ended' || run.isFitPending) return;
      // Where the model has changed since, links name other lines.
      if (report !== null && run.report === shown && state.staleness !== staleness) render(report);
      staleness = state.staleness;
      if (run.report === shown) return;
      shown = run.report;
      void load(shown);
    },
  };
}

function wordsOf(context: PageContext, report: SensitivityReport): HTMLElement {
  const { priors, warnings, threshold } = report;
  const findings = priors.flatMap((prior) => {
    const text = diagnosisText(prior);
    return text === null ? [] : [h('li', {}, `${sentence(capitalized(text))} `, lineOf(context, prior))];
  });
  const others = [togetherText(report), nothingFoundText(report)].filter((text) => text !== null);
  return h(
    'div',
    { class: 'widths-words' },
    h('p', {
      class: 'explanation',
      text: `How far each posterior moves as the priors, or the likelihood, are made a little stronger or weaker, estimated from the draws without a refit (power-scaling). From ${threshold} on a posterior is called sensitive.`,
    }),
    ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(capitalized(text))))),
    ...(findings.length === 0 ? [] : [h('ul', { class: 'findings' }, ...findings)]),
    ...others.map((text) => h('p', { text: sentence(capitalized(text)) })),
  );
}

function priorsTable(context: PageContext, { priors, threshold }: SensitivityReport): HTMLElement {
  return rowTable(
    ['Prior of', 'Sensitivity', 'Most moved', 'Diagnosis', 'Pareto k', 'In the model'],
    priors.map((prior) => [
      prior.name,
      prior.scaled ? marked(prior.sensitivity, threshold) : 'not scaled',
      prior.parameter ?? '',
      prior.diagnosis === null ? '' : findingWords[prior.diagnosis],
      prior.pareto_k === null ? '' : prior.pareto_k.toFixed(2),
      lineOf(context, prior),
    ]),
  );
}

/** Those with a diagnosis first. */
function parametersTable({ parameters, threshold }: SensitivityReport): HTMLElement {
  const order = parameters.toSorted((a, b) => Number(b.diagnosis !== null) - Number(a.diagnosis !== null));
  return rowTable(
    ['Parameter', 'To the priors', 'To the likelihood', 'Diagnosis'],
    order
      .slice(0, MOST_ROWS)
      .map(({ name, prior, likelihood, diagnosis }) => [
        name,
        marked(prior, threshold),
        sensitivityNumber(likelihood, threshold),
        diagnosis === null ? '' : findingWords[diagnosis],
      ]),
  );
}

function marked(value: number | null, threshold: number): Cell {
  return `${value !== null && value >= threshold ? '▲ ' : ''}${sensitivityNumber(value, threshold)}`;
}

/** In an HTML report there is no text to lead to. */
function lineOf(context: PageContext, { line }: PriorSensitivity): HTMLElement | string {
  return lineLink(context, line - 1) ?? `Line ${line} of the model`;
}

function more(rest: number): readonly HTMLElement[] {
  if (rest <= 0) return [];
  const command = h('code', { text: 'bayes sensitivity RUN --format json' });
  return [h('p', {}, `… and ${rest} more in the output of `, command)];
}
