/** Reads one field; throws an `Error` whose message says what is wrong. */
export type Read = (value: unknown) => unknown;
type Shape = Record<string, Read>;

/** Any text. */
export const text: Read = (value) => {
  if (typeof value !== 'string') throw new Error('must be text');
  return value;
};
/** Text that is not empty. */
export const someText: Read = (value) => {
  if (typeof value !== 'string' || value === '') throw new Error('must be text and not empty');
  return value;
};
/** A finite number. */
export const number: Read = (value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('must be a number');
  return value;
};
/** `true`, or else `false`. */
export const flag: Read = (value) => value === true;
/** Any value, as it is. */
export const anything: Read = (value) => value;
/** Exactly one of these words. */
export const oneOf =
  (...words: (string | null)[]): Read =>
  (value) => {
    if (!words.some((word) => word === value))
      throw new Error(`must be one of ${words.join(', ')}`);
    return value;
  };
/** A missing or broken field is repaired. */
export const or =
  (read: Read, repaired: unknown): Read =>
  (value) => {
    try {
      return read(value);
    } catch {
      return structuredClone(repaired);
    }
  };
/** A missing or broken field becomes `null`. */
export const orNull = (read: Read): Read => or(read, null);
/** A missing or broken field stays away. */
export const maybe = (read: Read): Read => or(read, undefined);
/** An object with these fields; others are dropped. */
export const object =
  (shape: Shape): Read =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error('must be an object');
    }
    const fields = Object.entries(shape).map(([field, read]) => [
      field,
      inField(field, () => read(Reflect.get(value, field))),
    ]);
    return Object.fromEntries(fields.filter(([, content]) => content !== undefined));
  };
/** A list, each element read the same way. */
export const listOf =
  (read: Read): Read =>
  (value) => {
    if (!Array.isArray(value)) throw new Error('must be a list');
    return value.map((each) => read(each));
  };

function inField(field: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new Error(`${field}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}
