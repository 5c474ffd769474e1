/** Where we are: `#/tailor?persona=ID` is page `tailor` with `params.get('persona')`. */
export class Route {
  #hash = $state.raw(location.hash);

  readonly page = $derived(/^#\/([a-z-]*)/.exec(this.#hash)?.[1] ?? '');
  readonly params = $derived(new URLSearchParams(this.#hash.split('?')[1] ?? ''));

  constructor() {
    addEventListener('hashchange', () => (this.#hash = location.hash));
  }
}
