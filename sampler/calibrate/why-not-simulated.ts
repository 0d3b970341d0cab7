/** Why data of a model cannot be simulated and fitted again, as the error at the statement that prevents it. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { priorFromOutcome } from '../predict/data-dependencies.ts';
import { problem } from '../predict/error-diagnostic.ts';
import { observedNames } from '../predict/observed-data.ts';

export const NOT_SIMULATED = 'not-simulated';

/** Null where nothing prevents it. @param isGiven values of parameters are given, not drawn from the prior. */
export function whyNotSimulated(program: Program, isGiven = false): Diagnostic | null {
  const observed = observedNames(program);
  for (const statement of program.statements) {
    if (statement.kind === 'potential' && !isGiven) {
      return problem(
        NOT_SIMULATED,
        `data cannot be simulated from \`potential ${statement.name.name}\`, a term of the density without draws of its own: write it as the prior of a parameter or as an \`observe\` statement`,
        statement.name.span,
      );
    }
    if (statement.kind !== 'observe') continue;
    const { target, weight } = statement;
    if (weight !== undefined) {
      return problem(
        NOT_SIMULATED,
        'data cannot be simulated from a likelihood with weights: leave `weight` out, or repeat the rows',
        weight.span,
      );
    }
    if (target.kind !== 'name' || !observed.has(target.name)) {
      return problem(
        NOT_SIMULATED,
        'only data can be simulated: expected the name of a datum before `~`, found a quantity computed from data or unknowns',
        target.span,
      );
    }
  }
  if (observed.size === 0) {
    return problem(
      NOT_SIMULATED,
      'the model observes no data, so there is nothing to simulate: add an `observe` statement',
      { start: 0, end: 0 },
    );
  }
  const circle = isGiven ? null : priorFromOutcome(program);
  if (circle === null) return null;
  const { param, datum } = circle;
  return problem(
    NOT_SIMULATED,
    `the prior of \`${param.name.name}\` is computed from values of \`${datum}\`, which are simulated from the prior: expected a prior that does not depend on observed data`,
    param.prior.span,
  );
}
