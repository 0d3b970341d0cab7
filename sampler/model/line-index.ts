/** Lines and columns of offsets in a text, 0-based as in LSP. */
interface LineAndColumn {
  readonly line: number;
  readonly character: number;
}

export function createLineIndex(text: string): (offset: number) => LineAndColumn {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.max(0, Math.min(offset, text.length) - starts[low]) };
  };
}
