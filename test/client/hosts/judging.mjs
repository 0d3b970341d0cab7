// A host that tells its report before it answers; the report is of a model named like the run.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('sample', ({ runId }) => {
  connection.sendNotification('sampled', { runId, report: { model: runId } });
  return { kind: 'interrupted', report: { model: runId } };
});
connection.listen();
