/** The tests of a model's text, for the Testing view: found by their first words, so that no parser is loaded. */

interface ModelTest {
  /** 0-based line of the statement. */
  readonly line: number;
  /** The statement up to the end of its line. */
  readonly label: string;
}

/** `test recovers` outside of comments; several may stand on one line, of which the view shows one. */
export function testsIn(text: string): readonly ModelTest[] {
  return text.split(/\r\n|\r|\n/).flatMap((written, line): readonly ModelTest[] => {
    const code = written.replace(/#.*$/, '');
    const at = /(?:^|[\s})])(test\s+recovers\b.*)$/.exec(code);
    return at === null ? [] : [{ line, label: at[1].trim() }];
  });
}
