import { KeptSwitch } from './keptSwitch.svelte';

/** Stage size: type for the last row. */
export class Stage extends KeptSwitch {
  constructor() {
    super('stage', false);
  }
}

/** Fields in which letters do nothing, and in which arrows do. */
const NOT_FOR_WORDS = /^(checkbox|radio|range|button|submit|reset|file)$/;

/**
 * True while somebody is typing, or uses keys that mean something where the focus is: single-key
 * shortcuts must keep quiet then, and always where they are switched off (`Shortcuts`).
 */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (document.documentElement.dataset.keys === 'off') return true;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (event.isComposing || !(target instanceof HTMLElement)) return event.isComposing;
  const arrow = event.key.startsWith('Arrow');
  // With Shift, arrows mark text for copying.
  if (arrow && event.shiftKey) return true;
  if (target instanceof HTMLInputElement && NOT_FOR_WORDS.test(target.type)) return arrow;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
