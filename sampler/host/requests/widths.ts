/** The request `widths`: compares the widths of ADVI and NUTS. */
import type { WidthsParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import { runWidths } from '../../run/widths-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveWidths(serve: ServeCancellable, machine: RunMachine): void {
  serve('widths', (params: WidthsParams, listener, signal) => runWidths(params, machine, listener, signal));
}
