/** Collects text into a Blob piece by piece, so that a large file never is one string. */
export class BlobWriter {
  #pieces: Blob[] = [];
  #text: string[] = [];
  #length = 0;

  write(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
    if (this.#length > 1_000_000) this.#flush();
  }

  end(type: string): Blob {
    this.#flush();
    return new Blob(this.#pieces, { type });
  }

  #flush(): void {
    this.#pieces.push(new Blob(this.#text));
    this.#text = [];
    this.#length = 0;
  }
}
