/** The language server's process: LSP over Node's IPC (forked by the editor) or over `--stdio`. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './connection.ts';

// With neither `--node-ipc` nor a pipe among the arguments, plain standard input and output.
const transports = ['--node-ipc', '--stdio', '--pipe', '--socket'];
if (
  !process.argv.some((argument) => transports.some((t) => argument === t || argument.startsWith(`${t}=`)))
) {
  process.argv.push('--stdio');
}
serve(createConnection(ProposedFeatures.all));
