/** From the draws of a run to its result: the search for other modes, their weights, the report, the fit. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram, Quantity } from '../../grammar/ir.ts';
import { hasOnlyDiscreteUnknowns } from '../compile/chance.ts';
import { symmetryNotices } from '../diagnose/modes.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { SampleResult } from '../protocol.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { centringRows } from './centring-rows.ts';
import { fitOf, notJudged } from './fit-of-run.ts';
import { makeReport } from './make-report.ts';
import type { Work } from './run-plan.ts';
import type { Rounds } from './sampling-rounds.ts';
import { notSearched, type Search } from './scout-modes.ts';
import { enoughOf, interrupted } from './stopping-rule.ts';

export async function reportRounds(
  work: Work,
  rounds: Rounds,
  labels: QuantityLabels,
): Promise<SampleResult> {
  const { plan, prepared, writer, listener, signal } = work;
  const { checked, judgeFit } = plan;
  const { collected, isWhole, isSummarised, stopped } = rounds;
  const found: Diagnostic[] = [...checked.diagnostics, ...prepared.warnings, ...rounds.warnings];
  const isSearched = rounds.search !== null && isSummarised && !signal.aborted;
  // Exact draws have visited all that there is.
  const isExact = hasOnlyDiscreteUnknowns(prepared.ir);
  if (isSearched && !isExact) listener.phase?.('scouting');
  const search = isSearched && !isExact ? await rounds.search.result : null;
  if (search?.kind === 'missing') found.push(notSearched('no chain', search.why, 'the chains'));
  const modes = search?.kind === 'ended' ? search.found : null;
  const sampled = await reportOf(work, rounds, labels, { isSearched, modes });
  if (isSearched && judgeFit !== undefined) {
    listener.sampled?.(sampled);
    // Else the judgement would keep this thread before the report has left it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const fit = isSearched ? await fitOf(plan, collected.draws, signal) : null;
  if (fit?.kind === 'failed') found.push(notJudged(fit.message));
  const left = unknownsNotStored(prepared.ir, sampled);
  if (isSearched && judgeFit !== undefined && fit === null && left.length > 0)
    found.push(notJudged(`that takes all unknowns, and \`store\` leaves out \`${left[0]}\``));
  const report =
    fit?.kind === 'judged' ? { ...sampled, diagnostics: { ...sampled.diagnostics, fit: fit.fit } } : sampled;
  if (report.diagnostics.modes !== undefined) found.push(...symmetryNotices(report.diagnostics.modes));
  const isEnded = isWhole && isSummarised && stopped !== interrupted;
  const kind = signal.aborted && !isEnded ? 'interrupted' : 'done';
  writer?.finish(kind, report);
  listener.collected?.(collected);
  const notKept = writer?.problem() ?? null;
  return { kind, report, warnings: found, ...(notKept === null ? {} : { notKept }) };
}

/** None where nothing is observed, since nothing could be judged. */
function unknownsNotStored({ quantities, observations }: IrProgram, report: SampleReport): readonly string[] {
  const { not_stored = [] } = report.diagnostics;
  if (observations.length === 0) return [];
  const unknown = new Set(quantities.flatMap(({ name, kind }) => (isUnknown[kind] ? [name] : [])));
  return not_stored.filter((name) => unknown.has(name));
}

const isUnknown: Readonly<Record<Quantity['kind'], boolean>> = {
  param: true,
  discrete: true,
  deterministic: false,
  drawn: false,
};

type Modes = Extract<Search, { kind: 'ended' }>['found'];

async function reportOf(
  { plan, prepared, start }: Work,
  { looks, collected, rows, stopped, chains, faults, timing }: Rounds,
  labels: QuantityLabels,
  { isSearched, modes }: { readonly isSearched: boolean; readonly modes: Modes },
): Promise<SampleReport> {
  const { settings, checked, out, model: text } = plan;
  const { program, data } = checked;
  const { ir, model } = prepared;
  const scouted = modes === null ? {} : { gradients_scout: modes.gradients };
  const weights = isSearched
    ? await plan.weigh?.({ program, data, ir, collected, rows, labels, modes })
    : undefined;
  return makeReport({
    program,
    data,
    modelText: text.modelText,
    modelPath: text.modelPath,
    out,
    settings,
    draws: looks[looks.length - 1],
    ir,
    collected,
    rows,
    start: start?.start ?? null,
    enough: stopped === null ? null : enoughOf(stopped, looks, settings.max_draws),
    timing: { ...timing, ...scouted },
    labels,
    tuned: chains.totals.map(({ tuned }) => tuned ?? null),
    transitions: chains.totals.map(({ transitions }) => transitions ?? null),
    centring: centringRows(model, chains.degrees),
    faults,
    divergent: chains.divergent,
    modes,
    weights,
  });
}
