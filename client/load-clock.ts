/** The time when the bundle began to load; imported before everything else. */
export const began = performance.now();
