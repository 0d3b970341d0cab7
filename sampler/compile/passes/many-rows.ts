/** Terms of fewer rows are summed in the order in which they are written, so that their draws keep their digits. */
export const MANY_ROWS = 10_000;
