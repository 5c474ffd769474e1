/** Parts of a page that can take the focus when what had it is gone; the nearest one is used. */
const PARTS = 'form, section, article, li, [role="group"], main';

/** True when nothing has the focus: browsers leave it on the body when its element goes. */
export function focusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Gives an element the focus, also one that is no control; it can then be left with Tab as usual. */
export function moveFocus(element: HTMLElement): void {
  if (!element.matches('a, button, input, select, textarea, [tabindex]')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}

/** Attachment: takes the focus if what had it has just made room for this element. */
export function takeLostFocus(element: HTMLElement): void {
  if (focusLost()) moveFocus(element);
}

/**
 * Attachment for the part of the page that changes. When the element that has the focus is taken
 * away (deleted, saved, voted on), the focus goes to Undo if that is offered, else to the nearest
 * part that is left, so that keyboards and screen readers go on where they were.
 */
export function keepFocus(root: HTMLElement): () => void {
  let path: HTMLElement[] = [];
  const note = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target; at instanceof HTMLElement && root.contains(at); at = at.parentElement) {
      path.push(at);
    }
  };
  const leave = ({ target, relatedTarget }: FocusEvent) => {
    // Left on purpose: the element is still there.
    if (relatedTarget === null && target instanceof HTMLElement && target.isConnected) {
      queueMicrotask(() => {
        if (focusLost() && target.isConnected) path = [];
      });
    }
  };
  const observer = new MutationObserver(() => {
    if (path.length === 0 || path[0]?.isConnected || !focusLost()) return;
    const undo = root.querySelector<HTMLElement>('[data-undo]');
    const left = path.find((element) => element.isConnected && element.matches(PARTS));
    moveFocus(undo ?? left ?? root);
  });
  root.addEventListener('focusin', note);
  root.addEventListener('focusout', leave);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', note);
    root.removeEventListener('focusout', leave);
  };
}
