/** Lets one run at a time work on a space, over all tabs of this browser. */
export interface RunLock {
  /** Does `work` while holding the lock; `false`, and no work, when another run holds it. */
  hold(work: () => Promise<void>): Promise<boolean>;
  /** Whether a run holds it now, here or in another tab. */
  held(): Promise<boolean>;
}

/**
 * The lock of one space.
 *
 * On insecure origins browsers have no Web Locks: then it sees the runs of this tab only.
 */
export function makeRunLock(
  spaceId: string,
  locks: LockManager | null = globalThis.navigator?.locks ?? null,
): RunLock {
  const name = `whose-boat:run:${spaceId}`;
  let heldHere = false;

  async function holdHere(work: () => Promise<void>): Promise<boolean> {
    if (heldHere) return false;
    heldHere = true;
    try {
      await work();
    } finally {
      heldHere = false;
    }
    return true;
  }

  return {
    async hold(work) {
      if (!locks) return holdHere(work);
      return await locks.request(name, { ifAvailable: true }, async (lock) =>
        lock ? holdHere(work) : false,
      );
    },
    async held() {
      if (heldHere || !locks) return heldHere;
      const { held = [] } = await locks.query();
      return held.some((lock) => lock.name === name);
    },
  };
}
