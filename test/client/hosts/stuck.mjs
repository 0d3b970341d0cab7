// A host that is too busy to hear that it is cancelled.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('sample', async ({ runId }) => {
  await connection.sendNotification('progress', { runId, chains: [{ stepSize: Number.NaN }] });
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  setTimeout(() => Atomics.wait(asleep, 0, 0), 50);
  return new Promise(() => {});
});
connection.listen();
