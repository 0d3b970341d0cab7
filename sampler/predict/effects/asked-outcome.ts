/** The model whose outcome is what effects are of: before it is censored, and one trial where shares are compared. */
import type { CallExpr, Expr, Program } from '../../../grammar/syntax/ast.ts';
import { noSpan } from '../data-statements.ts';
import { literal } from '../middle-row.ts';

interface AskedOutcome {
  readonly program: Program;
  /** Whether some rows are censored. */
  readonly isCensored: boolean;
}

export function askedOutcome(program: Program, outcome: string): AskedOutcome {
  let isCensored = false;
  const statements = program.statements.map((statement) => {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') return statement;
    const { distribution, target } = statement;
    if (target.name !== outcome || distribution.kind !== 'call') return statement;
    const inner = distribution.callee.name === 'Censored' ? distribution.args[0]?.value : undefined;
    if (inner?.kind === 'call') {
      isCensored = true;
      return { ...statement, distribution: inner };
    }
    return { ...statement, distribution: ofOneTrial(distribution) };
  });
  return { program: { ...program, statements }, isCensored };
}

/** Counts of how many trials there are depend on the outcome itself, which has no value in a new row. */
function ofOneTrial(call: CallExpr): Expr {
  if (call.callee.name !== 'Multinomial') return call;
  const named = call.args.findIndex(({ name }) => name?.name === 'n');
  const at = named >= 0 ? named : call.args.findIndex(({ name }) => name === undefined);
  const args = call.args.map((arg, i) => (i === at ? { ...arg, value: literal(1), span: noSpan } : arg));
  return { ...call, args };
}
