import { KeptSwitch } from './keptSwitch.svelte';

/**
 * Single-key shortcuts, on until somebody switches them off: who speaks to a computer, or touches
 * keys unawares, needs that (WCAG 2.1.4). `isTyping` obeys, and app.css hides the hints that name keys.
 */
export class Shortcuts extends KeptSwitch {
  constructor() {
    super('keys', true);
  }
}
