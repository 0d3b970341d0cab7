/** A valid model of about `lines` lines without findings, with its data inline. */
export function largeModel(lines: number): string;
