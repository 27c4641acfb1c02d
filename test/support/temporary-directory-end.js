module.exports = () => globalThis.removeTemporaryDirectory();
