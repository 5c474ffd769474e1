const PREFIX = 'whose-boat-model:';

/**
 * Runs `work` while no other tab works at the same model. `onwait` is called when another one does;
 * `work` then starts when that is done. Browsers hide locks on insecure addresses: no waiting there.
 */
export async function withModelLock<Result>(
  id: string,
  work: () => Promise<Result>,
  onwait?: () => void,
  signal?: AbortSignal,
): Promise<Result> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  if (!locks) return work();
  const name = PREFIX + id;
  let result: { value: Result } | null = null;
  await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) result = { value: await work() };
  });
  if (result === null) {
    onwait?.();
    const options = signal ? { signal } : {};
    await locks.request(name, options, async () => {
      result = { value: await work() };
    });
  }
  // TypeScript does not see the assignments in the callbacks: one of them ran.
  return (result as unknown as { value: Result }).value;
}

/** Ids of the models that some tab works at now. */
export async function lockedModels(): Promise<Set<string>> {
  if (typeof navigator === 'undefined' || !navigator.locks) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(
    held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? name.slice(PREFIX.length) : [])),
  );
}
