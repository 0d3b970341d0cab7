/** The calls of a solver of the math library: those that start it, and the step that asks for slopes or ends. */
import type { ArrayId } from '../../../grammar/ir.ts';
import type { LoopStatement, Place } from '../differentiate/loop-program.ts';
import { type Code, call, f64, i32 } from './code.ts';

type Solver = Extract<LoopStatement, { kind: 'solver' }>;

export function solverCalls(
  s: Solver,
  address: (id: ArrayId) => Code<'i32'>,
  where: (place: Place) => Code<'i32'>,
): { readonly starts: readonly Code<'none'>[]; readonly step: Code<'i32'> } {
  const { method, time, state, slope, work, rtol, maxSteps } = s.system;
  switch (method.kind) {
    case 'ode':
      return { starts: [initialValue(s, address, where)], step: call('ode_step', 'i32', address(work)) };
    case 'ode_stiff': {
      const places = [work, method.ask, method.jacobian, method.direction].map(address);
      return {
        starts: [initialValue(s, address, where), call('ode_stiff_start', 'none', ...places)],
        step: call('ode_stiff_step', 'i32', address(work)),
      };
    }
    case 'solve_newton':
      return {
        starts: [
          call(
            'newton_start',
            'none',
            address(work),
            ...[s.size, s.columns, maxSteps].map(i32),
            where(s.output),
            ...[state, slope, method.ask, method.jacobian].map(address),
            f64(rtol),
          ),
        ],
        step: call('newton_step', 'i32', address(work)),
      };
    case 'integrate': {
      // The derivatives by the limits are the first rows after the integral.
      const column = (limit: number): Code<'i32'> =>
        i32(s.columns === 1 ? 0 : s.system.unknownStart.indexOf(limit) + 1);
      return {
        starts: [
          call(
            'integrate_start',
            'none',
            address(work),
            ...[s.columns, maxSteps].map(i32),
            ...[where(s.times), where(s.output), address(time), address(slope)],
            ...[column(0), column(1)],
            f64(rtol),
          ),
        ],
        step: call('integrate_step', 'i32', address(work)),
      };
    }
  }
}

function initialValue(
  s: Solver,
  address: (id: ArrayId) => Code<'i32'>,
  where: (place: Place) => Code<'i32'>,
): Code<'none'> {
  const { time, state, slope, scale, work, doses, rtol, atol, maxSteps } = s.system;
  return call(
    'ode_start',
    'none',
    address(work),
    ...[s.size * s.columns, s.size, s.stride, s.count, maxSteps].map(i32),
    where(s.times),
    where(s.output),
    ...[time, state, slope, scale].map(address),
    f64(rtol),
    f64(atol),
    ...(s.doses === null || doses === null
      ? [i32(0), i32(0), i32(0), i32(0)]
      : [i32(s.doses.count), where(s.doses.times), where(s.doses.places), address(doses.jumps)]),
  );
}
