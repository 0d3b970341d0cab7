/** An equation that was not solved as the reason that a density is not finite, in words. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { BadElement } from '../compile/evaluate/terms.ts';

interface Unsolved {
  readonly words: string;
  readonly remedy: string;
}

/** Within this many times the absolute tolerance a value below 0 may stand for one above. */
const NEAR_ZERO = 100;

/** The solver stopped, or what it returns is below 0 by no more than its tolerance; null where it is neither. */
export function unsolvedEquation(ir: IrProgram, cause: BadElement | undefined): Unsolved | null {
  if (cause?.stop !== undefined) return stopped(cause.stop);
  const [argument] = cause?.operation?.args ?? [];
  const systems = ir.statements.flatMap((s) =>
    s.kind === 'kernel' && s.fn === 'solver' && s.system.atol > 0 ? [s.system] : [],
  );
  if (argument === undefined || !(argument < 0)) return null;
  const loose = systems.find(({ atol }) => -argument <= NEAR_ZERO * atol);
  if (loose === undefined) return null;
  return {
    words: `a solution that ought to be positive is ${short(argument)}, which its tolerance \`atol = ${loose.atol}\` allows`,
    remedy: `state a smaller one in \`${loose.method.kind}\`, \`atol = ${Number((loose.atol / 1e4).toPrecision(3)).toExponential()}\`, or solve for the logarithm of what is positive, whose slope is the slope divided by the value`,
  };
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

type Stop = NonNullable<BadElement['stop']>;

function stopped(stop: Stop): Unsolved {
  switch (stop.kind) {
    case 'ode':
      return stoppedAtTime(stop);
    case 'root':
      return noRoot(stop);
    case 'integral':
      return noIntegral(stop);
  }
}

function noRoot({ function: name, outcome, at }: Extract<Stop, { kind: 'root' }>): Unsolved {
  const place = `x = ${at.length === 1 ? short(at[0]) : `[${at.slice(0, 5).map(short).join(', ')}${at.length > 5 ? ', …' : ''}]`}`;
  switch (outcome) {
    case 'no convergence':
      return {
        words: `\`solve_newton\` finds no root of \`${name}\`: its steps end at ${place}`,
        remedy:
          'it has none there, or the guess is too far from it: give a nearer one as `x0`, narrow the priors of its arguments, or allow more by `max_steps`',
      };
    case 'singular':
      return {
        words: `\`solve_newton\` finds no root of \`${name}\`: its Jacobian is singular at ${place}`,
        remedy:
          'start from another guess, and write as many equations as there are elements, none of which follows from the others',
      };
    case 'not finite':
      return {
        words: `\`solve_newton\` finds no root of \`${name}\`, which is not finite, or its derivative is not, at the guess ${place}`,
        remedy: 'give a guess at which it is finite for all values of its arguments',
      };
  }
}

function noIntegral({ function: name, outcome, at }: Extract<Stop, { kind: 'integral' }>): Unsolved {
  switch (outcome) {
    case 'too many steps':
      return {
        words: `\`integrate\` takes more than \`max_steps\` for \`${name}\`, most of them near ${short(at)}`,
        remedy:
          'it jumps, oscillates or has a pole there: integrate up to that point and from it, loosen `rtol`, or allow more by `max_steps`',
      };
    case 'not finite':
      return {
        words: `the integrand \`${name}\` is not finite at ${short(at)}`,
        remedy:
          'write it so that it is finite between the limits for all values of its arguments, or end the range where nothing is left beyond',
      };
    case 'no limits':
      return {
        words: `a limit of the integral of \`${name}\` is not a number`,
        remedy: 'write the limits so that they are numbers, or `inf`, for all values of the unknowns',
      };
    case 'nothing seen':
      return {
        words: `the integrand \`${name}\` is 0 wherever \`integrate\` looks at it`,
        remedy:
          'if it is not 0 throughout, shift and scale its variable so that what matters lies within some tens of 0, or give finite limits around it; write the product of an integral and a factor that may be 0 with the factor outside',
      };
    case 'singular end':
      return {
        words: `the integral of \`${name}\` is infinite at its limit ${at === Number.POSITIVE_INFINITY ? 'inf' : at === Number.NEGATIVE_INFINITY ? '-inf' : short(at)}, or numbers are too coarse there`,
        remedy:
          'narrow the priors of its arguments to where the integral exists, or shift the variable so that this limit is 0',
      };
  }
}

function stoppedAtTime({ outcome, time }: Extract<Stop, { kind: 'ode' }>): Unsolved {
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
