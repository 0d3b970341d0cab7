/** Saves what a page without an editor made, as the browser's download. */

const KEPT_MS = 60_000;

export async function download(name: string, content: string | Uint8Array): Promise<string> {
  const blob = new Blob([typeof content === 'string' ? content : new Uint8Array(content)]);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  return name;
}
