/** All groups of a kept run in ArviZ's layout, in ArviZ's order. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { dataGroups } from './data-groups.ts';
import type { InferenceGroup } from './inference-data.ts';
import { logLikelihoodGroup } from './log-likelihood-group.ts';
import { posteriorPredictiveGroup, priorGroups } from './predictive-groups.ts';
import { quantitiesOf, quantityColumns } from './quantity-arrays.ts';
import { sampledGroups } from './sampled-groups.ts';

/** Groups that are computed on request; `prior` has the data that it implies with it. */
const computedGroups = ['log_likelihood', 'posterior_predictive', 'prior'] as const;
export type ComputedGroup = (typeof computedGroups)[number];

type InferenceGroups =
  /** `missing`: why there are no groups of data, in words; else null. */
  | { readonly kind: 'ok'; readonly groups: readonly InferenceGroup[]; readonly missing: string | null }
  | { readonly kind: 'problem'; readonly message: string }
  /** Groups were asked for that model and data, which have changed, do not give. */
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export async function inferenceGroups(
  run: RunColumns,
  wanted: ReadonlySet<ComputedGroup>,
): Promise<InferenceGroups> {
  const opened = openPosterior(run.folder);
  if (opened.kind === 'problem') return opened;
  if (opened.kind === 'invalid') {
    if (wanted.size > 0) return opened;
    const groups = sampledGroups(run, quantityColumns(run.info.names, []));
    return { kind: 'ok', groups, missing: opened.diagnostics[0].message };
  }
  const { model } = opened;
  const { program, data } = model;
  const computed: InferenceGroup[] = [];
  for (const name of computedGroups) {
    if (!wanted.has(name)) continue;
    const found = await compute(name, model);
    if (found.kind !== 'ok') return found;
    if (found.group.length === 0)
      return { kind: 'problem', message: `the model has nothing observed, so there is no ${name} to export` };
    computed.push(...found.group);
  }
  const groups = [
    ...sampledGroups(run, quantityColumns(run.info.names, quantitiesOf(program, data))),
    ...computed,
    ...dataGroups(program, data),
  ];
  return { kind: 'ok', groups, missing: null };
}

async function compute(name: ComputedGroup, model: PosteriorModel) {
  const found = await computeOne(name, model);
  if (found.kind !== 'ok') return found;
  return { kind: 'ok' as const, group: [found.group].flat().filter((group) => group !== null) };
}

function computeOne(name: ComputedGroup, model: PosteriorModel) {
  switch (name) {
    case 'log_likelihood':
      return logLikelihoodGroup(model);
    case 'posterior_predictive':
      return posteriorPredictiveGroup(model);
    case 'prior':
      return priorGroups(model);
  }
}
