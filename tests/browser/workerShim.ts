/** Vitest rewrites `import()` in browser tests to call its runner, which workers do not have. */
Object.assign(globalThis, {
  __vitest_browser_runner__: { wrapDynamicImport: (load: () => Promise<unknown>) => load() },
});
