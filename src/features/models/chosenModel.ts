/** What a person set for models; kept on this machine. */
export interface ModelChoice {
  /** Id of a stored model; `null` for the one that comes with the app. */
  id: string | null;
  /** Give the memory back after so many minutes without a question; `null` for never. */
  idleMinutes: number | null;
}

const KEY = 'whose-boat-model';
const usual: ModelChoice = { id: null, idleMinutes: null };

/** Never throws; private windows may refuse, then the choice lasts for the visit. */
export function readChoice(): ModelChoice {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    const id: unknown = Reflect.get(Object(value), 'id');
    const minutes: unknown = Reflect.get(Object(value), 'idleMinutes');
    return {
      id: typeof id === 'string' ? id : null,
      idleMinutes: typeof minutes === 'number' && minutes > 0 ? minutes : null,
    };
  } catch {
    return usual;
  }
}

/** Never throws. */
export function keepChoice(choice: ModelChoice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // no storage: it lasts for this visit
  }
}
