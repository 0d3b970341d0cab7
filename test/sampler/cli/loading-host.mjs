/** A host that is still loading: it neither answers nor ignores signals. */
process.on('message', () => {});
