import { afterEach, expect, test } from 'vitest';
import { keepFocus, takeLostFocus } from '../../src/ui/keepFocus';
import { isTyping } from '../../src/ui/stage.svelte';

let root: HTMLElement;

/** A page of one's own in the document. */
function lay(html: string): (selector: string) => HTMLElement {
  root = document.createElement('main');
  root.tabIndex = -1;
  root.innerHTML = html;
  document.body.append(root);
  return (selector) => root.querySelector<HTMLElement>(selector)!;
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 20));

afterEach(() => {
  location.hash = '';
  root?.remove();
});

test.each([
  [
    'the nearest part that is left',
    '<section id="near"><p><button>x</button></p></section>',
    '#near',
  ],
  ['the page when no part is left', '<p><button>x</button></p>', null],
  [
    'Undo when it is offered',
    '<li><button>x</button></li><button data-undo>Undo</button>',
    '[data-undo]',
  ],
])('when a pressed button goes, the focus goes to %s', async (_, html, target) => {
  const find = lay(html);
  const stop = keepFocus(root);
  find('button').focus();
  find('button').remove();
  await soon();
  expect(document.activeElement).toBe(target === null ? root : find(target));
  stop();
});

test('a field that was left on purpose does not draw the focus back', async () => {
  const find = lay('<section><input /></section>');
  const stop = keepFocus(root);
  find('input').focus();
  find('input').blur();
  await soon();
  find('input').remove();
  await soon();
  expect(document.activeElement).toBe(document.body);
  stop();
});

test('what takes the place of a pressed button takes its focus, and no other focus', () => {
  const find = lay('<button>x</button><div></div><input />');
  find('input').focus();
  takeLostFocus(find('div'));
  expect(document.activeElement).toBe(find('input'));
  find('input').blur();
  takeLostFocus(find('div'));
  expect(document.activeElement).toBe(find('div'));
});

test.each([
  ['x', '<textarea></textarea>', true],
  ['1', '<input>', true],
  ['1', '<input type="number">', true],
  ['l', '<select></select>', true],
  ['l', '<button></button>', false],
  ['l', '<input type="checkbox">', false],
  ['ArrowLeft', '<input type="radio">', true],
  ['ArrowLeft', '<input type="range">', true],
  ['ArrowLeft', '<button></button>', false],
  ['1', '<p contenteditable></p>', true],
])('the key %s in %s counts as typing: %s', (key, html, typing) => {
  const find = lay(html);
  let heard: boolean | null = null;
  root.addEventListener('keydown', (event) => (heard = isTyping(event)));
  const press = new KeyboardEvent('keydown', { key, bubbles: true });
  find(':first-child').dispatchEvent(press);
  expect(heard).toBe(typing);
});

test.each([
  { shiftKey: true, key: 'ArrowRight' },
  { ctrlKey: true, key: 'l' },
])('a key that means something to the browser is left alone: %o', (init) => {
  const find = lay('<button></button>');
  let heard: boolean | null = null;
  root.addEventListener('keydown', (event) => (heard = isTyping(event)));
  find('button').dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true }));
  expect(heard).toBe(true);
});
