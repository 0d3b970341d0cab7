import type { Check } from './check.ts';

export const odeTimes: Check = {
  code: 'ode-times',
  severity: 'error',
  foundBy: 'compiler',
  title: 'Times of a differential equation that do not ascend',
  doc: 'The times at which `ode` is to give its solution ascend, equal ones allowed, and none is before the start `t0`; so do those of its `events`. Sort the rows of the file by time, within each individual where there is one equation for each, or let the start be at the first time.',
};
