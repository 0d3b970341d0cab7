// A host that is too busy to stop when it is cancelled.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('sample', ({ runId }) => {
  connection.sendNotification('progress', { runId, chains: [{ stepSize: Number.NaN }] });
  return new Promise(() => {});
});
connection.onNotification('cancel', () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
connection.listen();
