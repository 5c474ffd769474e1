/** References that say something without the words before them. */
const COMPLETE = /^<\|[ascn]\d\|>$/;
const MIN_LETTERS = 6;

/**
 * Drops words that led up to an earlier note already ("It may help to …"), so that no two notes are put alike.
 * The model's own words are held back only while they may be such a repeat.
 */
export class FrameGuard {
  readonly #known = new Set<string>();
  /** The model's words since the sentence began; `null` once it holds a reference. */
  #lead: string | null = '';
  #out = 0;
  /** The sentence since its last reference, that reference's text included. */
  #after = '';

  /** Takes the model's next words and gives what is certain to stay. */
  words(text: string): string {
    let out = '';
    for (const letter of text) {
      if (letter === '\n' || (/\s/.test(letter) && endsSentence(this.#lead ?? this.#after))) {
        out += this.#rest();
        this.#begin('');
      }
      if (this.#lead === null) {
        this.#after += letter;
        out += letter;
      } else {
        this.#lead += letter;
        if (!this.#mayRepeat(this.#lead)) out += this.#rest();
      }
    }
    return out;
  }

  /** What stays of the words before a reference that stands for `filled`. */
  reference(token: string, filled: string): string {
    const [start = '', words = ''] = this.#lead === null ? [] : parted(this.#lead);
    const key = words.trim().toLowerCase();
    const isRepeat = COMPLETE.test(token) && key.length >= MIN_LETTERS && this.#known.has(key);
    const rest = isRepeat && this.#out === 0 ? start : this.#rest();
    if (this.#lead !== null && COMPLETE.test(token)) this.#known.add(key);
    this.#begin(null);
    this.#after = filled;
    return rest;
  }

  /** The rest, once the model has ended. */
  end(): string {
    return this.#rest();
  }

  #begin(lead: '' | null): void {
    this.#lead = lead;
    this.#out = 0;
    this.#after = '';
  }

  #rest(): string {
    if (this.#lead === null) return '';
    const rest = this.#lead.slice(this.#out);
    this.#out = this.#lead.length;
    return rest;
  }

  #mayRepeat(lead: string): boolean {
    if (this.#out > 0) return false;
    // A list mark under way may go before a repeat as well.
    if (/^\s*(?:[-*•]|\d{1,2}[.)]?)?\s*$/.test(lead)) return this.#known.size > 0;
    const key = parted(lead)[1].trimStart().toLowerCase();
    return [...this.#known].some((known) => `${known} `.startsWith(key));
  }
}

/** Space and list mark at the start, and the words. */
function parted(lead: string): [string, string] {
  const [start = ''] = /^\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?/.exec(lead) ?? [];
  return [start, lead.slice(start.length)];
}

function endsSentence(lead: string): boolean {
  return /[.!?…]["')\]]?$/.test(lead) && !/^\s*\d{1,2}[.)]$/.test(lead);
}
