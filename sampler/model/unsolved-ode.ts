/** A differential equation as the reason that a density is not finite, in words. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { BadElement } from '../compile/evaluate/terms.ts';

interface Unsolved {
  readonly words: string;
  readonly remedy: string;
}

/** Within this many times the absolute tolerance a value below 0 may stand for one above. */
const NEAR_ZERO = 100;

/** The solver stopped, or what it returns is below 0 by no more than its tolerance; null where it is neither. */
export function unsolvedOde(ir: IrProgram, cause: BadElement | undefined): Unsolved | null {
  if (cause?.stop !== undefined) return stopped(cause.stop);
  const [argument] = cause?.operation?.args ?? [];
  const systems = ir.statements.flatMap((s) => (s.kind === 'kernel' && s.fn === 'ode' ? [s.system] : []));
  if (argument === undefined || !(argument < 0)) return null;
  const loose = systems.find(({ atol }) => -argument <= NEAR_ZERO * atol);
  if (loose === undefined) return null;
  return {
    words: `a solution that ought to be positive is ${short(argument)}, which its tolerance \`atol = ${loose.atol}\` allows`,
    remedy: `state a smaller one in \`${loose.stiff === null ? 'ode' : 'ode_stiff'}\`, \`atol = ${Number((loose.atol / 1e4).toPrecision(3)).toExponential()}\`, or solve for the logarithm of what is positive, whose slope is the slope divided by the value`,
  };
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

function stopped({ outcome, time }: NonNullable<BadElement['stop']>): Unsolved {
  const at = short(time);
  switch (outcome) {
    case 'too many steps':
      return {
        words: `the differential equation takes more than \`max_steps\` after time ${at}`,
        remedy:
          'narrow the priors of its arguments to where it is not so fast, loosen `rtol`, or allow more by `max_steps`',
      };
    case 'step too small':
      return {
        words: `the differential equation cannot be solved beyond time ${at}, where no step is short enough`,
        remedy:
          'its solution grows without bound there or its slope jumps: narrow the priors of its arguments and of its start',
      };
    case 'not finite':
      return {
        words: `the slope of the differential equation is not finite at time ${at}`,
        remedy: 'write the slope so that it is finite for all values of its arguments and of its start',
      };
    case 'times descend':
      return {
        words: 'the times of the differential equation do not ascend from its start',
        remedy: 'sort them',
      };
  }
}
