import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { closure } from './usage.ts';

export const drawnInDensity: ProgramCheck = {
  code: 'drawn-in-density',
  severity: 'error',
  title: 'Drawn quantity in the density',
  doc: 'A quantity of a `draw` statement is drawn after each kept draw of the parameters, so no prior, `observe` or `potential` can depend on it, directly or through definitions. Use it in `deterministic` and in later `draw` statements, or declare it by `param` if it is an unknown of the model.',
  find: checkDrawnInDensity,
};

function checkDrawnInDensity({ program, uses }: Analysis): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const statement of program.statements) {
    if (statement.kind !== 'param' && statement.kind !== 'observe' && statement.kind !== 'potential')
      continue;
    const drawn = [...closure(uses, [statement])].find(({ kind }) => kind === 'draw');
    if (drawn === undefined) continue;
    const use = drawn.uses.find(
      ({ span }) => statement.span.start <= span.start && span.end <= statement.span.end,
    );
    const way = use === undefined ? ', through its definitions,' : '';
    const what =
      statement.kind === 'param'
        ? `the prior of \`${statement.name.name}\``
        : statement.kind === 'potential'
          ? `\`potential ${statement.name.name}\``
          : 'this `observe`';
    found.push(
      diagnose(
        drawnInDensity,
        use?.span ?? statement.span,
        `\`${drawn.name}\` is drawn after each kept draw, so ${what}${way} cannot depend on it: expected data, parameters and what is computed from them; write \`param ${drawn.name} ~ …\` if it is an unknown of the model`,
        { related: [{ message: `\`${drawn.name}\` is drawn here`, span: drawn.span }] },
      ),
    );
  }
  return found;
}
