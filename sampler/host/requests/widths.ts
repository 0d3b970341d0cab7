/** The request `widths`: compares the widths of ADVI and NUTS. */
import type { WidthsParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveWidths(serve: ServeCancellable, machine: RunMachine): void {
  serve('widths', async (params: WidthsParams, listener, signal) => {
    const { runWidths } = await import('../../run/widths-run.ts');
    return runWidths(params, machine, listener, signal);
  });
}
