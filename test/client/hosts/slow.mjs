// A host that samples until it is cancelled.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const waiting = new Map();
connection.onRequest('sample', ({ runId }) => {
  connection.sendNotification('progress', { runId, chains: [] });
  return new Promise((resolve) => waiting.set(runId, resolve));
});
connection.onNotification('cancel', ({ runId }) =>
  waiting.get(runId)({ kind: 'invalid', diagnostics: [], pid: process.pid }),
);
connection.listen();
