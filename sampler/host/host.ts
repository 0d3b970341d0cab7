/**
 * The sampler's process: answers requests (`requests/`, one file each) over Node IPC (`--ipc`) or standard input
 * and output, see `sampler/protocol.ts`, with one pool of worker threads for all. Ends when its caller goes away.
 */
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { serveApproximate } from './requests/approximate.ts';
import { serveCalibrate } from './requests/calibrate.ts';
import { cancellableRequests } from './requests/cancellable.ts';
import { serveEstimate } from './requests/estimate.ts';
import { serveHtmlReports } from './requests/html-reports.ts';
import { serveKeptRuns } from './requests/kept-runs.ts';
import { servePpc } from './requests/ppc.ts';
import { servePredict } from './requests/predict.ts';
import { servePrior } from './requests/prior.ts';
import { serveResume } from './requests/resume.ts';
import { serveSample } from './requests/sample.ts';
import { serveWidths } from './requests/widths.ts';
import { thisMachine } from './this-machine.ts';

function connect(): MessageConnection {
  if (process.argv.includes('--ipc')) {
    return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  }
  return createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
}

/** @param worked is told the name of a request that was answered */
export function serveHost(worked: (request: string) => void): void {
  // The host must not outlive its caller, even one that exited while this file was loading: its channel then closed
  // before there was a listener.
  if (process.argv.includes('--ipc')) {
    process.on('disconnect', () => process.exit(0));
    if (!process.connected) process.exit(0);
  }
  // Signals of the terminal reach the whole process group; the caller decides what to stop, and how.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const connection = connect();
  const machine = thisMachine(new URL('./worker.js', import.meta.url));
  const cancellable = cancellableRequests(connection, worked);
  serveSample(cancellable, machine);
  serveResume(cancellable, machine);
  serveApproximate(cancellable, machine);
  serveEstimate(cancellable, machine);
  serveWidths(cancellable, machine);
  serveCalibrate(cancellable, machine);
  servePrior(connection);
  servePpc(connection);
  servePredict(connection);
  serveKeptRuns(connection, machine);
  serveHtmlReports(connection);
  connection.onClose(() => process.exit(0));
  connection.listen();
}
