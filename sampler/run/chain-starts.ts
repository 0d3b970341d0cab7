/** Where the chains of a run start: at given values, on paths of Pathfinder, or at jittered points. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { invalid } from '../model/compile-model.ts';
import type { SampleResult } from '../protocol.ts';
import { failureOf } from './chain-failure.ts';
import { givenStarts } from './given-starts.ts';
import { pathfinderStarts, type Starts } from './pathfinder-starts.ts';
import type { Work } from './run-plan.ts';

interface ChainStarts {
  readonly kind: 'ok';
  /** Null for jittered points. */
  readonly found: Pick<Extract<Starts, { kind: 'found' }>, 'positions' | 'gradients' | 'elapsedMs'> | null;
  readonly warnings: readonly Diagnostic[];
}

/** @param isNeeded resumed chains need no starting points */
export async function chainStarts(
  { plan, prepared, whole, start, machine, signal }: Work,
  isNeeded: boolean,
): Promise<ChainStarts | Extract<SampleResult, { kind: 'invalid' | 'failed' }>> {
  const { settings } = plan;
  const { ir, model, module } = prepared;
  const { pool } = machine;
  const places = { model, module, seed: settings.seed, chains: settings.chains };
  const starts =
    start !== null
      ? givenStarts({ ...places, ir, model: whole, start: start.start })
      : settings.init === 'pathfinder' && (isNeeded || settings.draws === 'enough')
        ? await pathfinderStarts({ ...places, pool, signal })
        : null;
  if (starts === null) return { kind: 'ok', found: null, warnings: [] };
  switch (starts.kind) {
    case 'found':
      return { kind: 'ok', found: starts, warnings: [] };
    case 'none':
      return { kind: 'ok', found: null, warnings: [jittered(starts.message)] };
    case 'problem':
      return invalid('starting-value', starts.message, start?.spans?.get(starts.parameter));
    default:
      return { kind: 'failed', failure: failureOf(starts, ir, plan.model.modelText) };
  }
}

function jittered(why: string): Diagnostic {
  const message = `the chains start at jittered points, since Pathfinder found none: ${why}`;
  return { code: 'pathfinder-start', severity: 'warning', message, span: { start: 0, end: 0 } };
}
