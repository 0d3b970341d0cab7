/** Names of the dimensions that a model declares, by its words alone. */
export function dimensionsIn(modelText: string): readonly string[] {
  const declared = modelText.replace(/#.*$/gm, '').matchAll(/^[ \t]*dim[ \t]+(.*)$/gm);
  return [...declared].flatMap(([, entries]) =>
    entries
      .replace(/\[[^\]]*\]?|\([^)]*\)?/g, '')
      .split(',')
      .flatMap((entry) => /^\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(entry)?.[1] ?? []),
  );
}
