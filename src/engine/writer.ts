import { Detokeniser } from './detokenise';
import type { GenerateEvent, TokenOdds } from './engine';
import { StopTexts } from './stopTexts';
import { ThinkFilter } from './thinkFilter';
import type { Vocabulary } from './vocabulary';

/** Gathers tokens until their text is certain, then sends them as one event; thoughts are left out. */
export class Writer {
  #detokeniser: Detokeniser;
  #thoughts: ThinkFilter;
  #stops: StopTexts;
  #tokenIds: number[] = [];
  #odds: TokenOdds[][] = [];
  #muted = false;

  /** @param inThought true when the prompt ends in an open thought */
  constructor(
    vocabulary: Vocabulary,
    stop: readonly string[],
    inThought: boolean,
    private readonly emit: (event: GenerateEvent) => void,
  ) {
    this.#detokeniser = new Detokeniser(vocabulary);
    this.#thoughts = new ThinkFilter(inThought);
    this.#stops = new StopTexts(stop);
  }

  get stopped(): boolean {
    return this.#stops.found;
  }

  /** Takes tokens that were sent before, in another worker: the text goes on exactly after them. */
  replay(tokenIds: readonly number[]): void {
    this.#muted = true;
    for (const id of tokenIds) this.write(id, null);
    this.#muted = false;
  }

  write(tokenId: number, odds: TokenOdds[] | null): void {
    this.#tokenIds.push(tokenId);
    if (odds) this.#odds.push(odds);
    const text = this.#stops.push(this.#thoughts.push(this.#detokeniser.push(tokenId)));
    if (text !== '') this.#send(text);
  }

  end(): void {
    const text = this.#stops.push(this.#thoughts.end()) + this.#stops.end(); // half a character is dropped
    if (text !== '' || this.#tokenIds.length > 0) this.#send(text);
  }

  #send(text: string): void {
    const alternatives = this.#odds.length > 0 ? { alternatives: this.#odds } : {};
    if (!this.#muted) this.emit({ text, tokenIds: this.#tokenIds, ...alternatives });
    this.#tokenIds = [];
    this.#odds = [];
  }
}
