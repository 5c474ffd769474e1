/**
 * Something a person switches on or off for this machine. The page's style sheet and keys see it as
 * `data-NAME` of the document. Private windows may refuse to keep it; then it lasts for the visit.
 */
export class KeptSwitch {
  on = $state(false);
  readonly #key: string;

  /** @param first what it is until somebody chooses */
  constructor(
    readonly name: string,
    first: boolean,
  ) {
    this.#key = `whose-boat-${name}`;
    this.on = this.#kept() ?? first;
    this.#show();
  }

  toggle(): void {
    this.on = !this.on;
    this.#show();
    try {
      localStorage.setItem(this.#key, this.on ? 'on' : 'off');
    } catch {
      // no storage: it lasts for this visit
    }
  }

  /** What was chosen before; `null` when nothing was, or storage is refused. */
  #kept(): boolean | null {
    try {
      const kept = localStorage.getItem(this.#key);
      return kept === 'on' || kept === 'off' ? kept === 'on' : null;
    } catch {
      return null;
    }
  }

  #show(): void {
    document.documentElement.dataset[this.name] = this.on ? 'on' : 'off';
  }
}
