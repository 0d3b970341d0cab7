// The suite that `electron.mjs` runs inside VS Code. Waits on events, never on time.
const assert = require('node:assert/strict');
const vscode = require('vscode');

/** Resolves with the first diagnostics of a document that satisfy a condition. */
function diagnosticsOf(uri, condition) {
  return new Promise((resolve) => {
    const look = () => {
      const found = vscode.languages.getDiagnostics(uri);
      if (!condition(found)) return;
      listener.dispose();
      resolve(found);
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

exports.run = async () => {
  const extension = vscode.extensions.getExtension('bayes-workbench.bayes-workbench');
  assert.ok(extension, 'the extension is installed');
  const document = await vscode.workspace.openTextDocument({
    language: 'bayes',
    content: 'data { y : real[n] = [1.2, 0.7, 1.9] }\ndim n\nparam mu ~ Norml(0, 1)\nobserve y ~ Normal(mu, 1)\n'.replace(
      /^(.*)\n(dim n)\n/,
      '$2\n$1\n',
    ),
  });
  const editor = await vscode.window.showTextDocument(document);
  const api = await extension.activate();
  assert.ok(api.activationMs < 100, `activation took ${api.activationMs.toFixed(0)} ms`);

  const [mistake] = await diagnosticsOf(document.uri, (found) => found.some((d) => d.code === 'unknown-name'));
  assert.equal(document.getText(mistake.range), 'Norml');

  const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, mistake.range);
  const fix = actions.find((action) => action.edit !== undefined);
  assert.ok(fix, 'a fix is offered');
  await vscode.workspace.applyEdit(fix.edit);
  await diagnosticsOf(document.uri, (found) => found.every((d) => d.severity !== vscode.DiagnosticSeverity.Error));

  const at = document.positionAt(document.getText().indexOf('mu ~'));
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, at);
  const text = hovers.flatMap((hover) => hover.contents.map((content) => content.value)).join('\n');
  assert.match(text, /Normal/);
  assert.match(text, /data:image\/svg\+xml/);

  const result = await vscode.commands.executeCommand('bayes.sample', document.uri);
  assert.equal(result.kind, 'done');
  const mean = result.report.summary.find((row) => row.name === 'mu').mean;
  // Conjugate: precision 1 + 3, sum 3.8.
  assert.ok(Math.abs(mean - 3.8 / 4) < 0.05, `posterior mean of mu is ${mean}`);
  assert.ok(editor.document === document);
};
