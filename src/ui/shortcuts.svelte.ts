const KEY = 'whose-boat-keys';

/**
 * Single-key shortcuts, on until somebody switches them off: who speaks to a computer, or touches
 * keys unawares, needs that (WCAG 2.1.4). `isTyping` obeys. Kept on this machine.
 */
export class Shortcuts {
  on = $state(true);

  constructor() {
    try {
      this.on = localStorage.getItem(KEY) !== 'off';
    } catch {
      // no storage: they are on
    }
    this.#show();
  }

  toggle(): void {
    this.on = !this.on;
    this.#show();
    try {
      localStorage.setItem(KEY, this.on ? 'on' : 'off');
    } catch {
      // no storage: it lasts for this visit
    }
  }

  /** Also hides the hints that name keys (app.css). */
  #show(): void {
    document.documentElement.dataset.keys = this.on ? 'on' : 'off';
  }
}
