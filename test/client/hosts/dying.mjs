// A host that dies during a run, as if it had run out of memory.
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('sample', () => {
  process.stderr.write('FATAL ERROR: heap out of memory\n', () => process.exit(134));
  return new Promise(() => {});
});
connection.listen();
