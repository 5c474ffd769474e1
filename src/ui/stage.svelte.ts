const KEY = 'whose-boat-stage';

/** Stage size: type for the last row. Kept on this machine; private windows may refuse, then it lasts for the visit. */
export class Stage {
  on = $state(false);

  constructor() {
    try {
      this.on = localStorage.getItem(KEY) === 'on';
    } catch {
      // no storage: start small
    }
    this.#show();
  }

  toggle(): void {
    this.on = !this.on;
    this.#show();
    try {
      localStorage.setItem(KEY, this.on ? 'on' : 'off');
    } catch {
      // no storage: the size lasts for this visit
    }
  }

  #show(): void {
    document.documentElement.dataset.stage = this.on ? 'on' : 'off';
  }
}

/** True while somebody is typing: single-key shortcuts must keep quiet then. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    (target instanceof HTMLElement &&
      (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)))
  );
}
