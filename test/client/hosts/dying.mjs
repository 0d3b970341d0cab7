// A host that dies in the middle of a run, as one that runs out of memory does.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('sample', () => {
  process.stderr.write('FATAL ERROR: heap out of memory\n', () => process.exit(134));
  return new Promise(() => {});
});
connection.listen();
