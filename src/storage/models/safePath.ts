const LONGEST_PATH = 200;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** True for a relative path that stays inside its folder and is a name on every system. */
export function isSafePath(path: string): boolean {
  return (
    path.length <= LONGEST_PATH &&
    path
      .split('/')
      .every((part) => /^[\w][\w .()+=,@-]*$|^\.[\w][\w.-]*$/.test(part) && isName(part))
  );
}

/** True for `name` or `owner/name`: what can be a folder below models/. */
export function isSafeId(id: string): boolean {
  return id.length <= 96 && /^\w[\w.-]*(\/\w[\w.-]*)?$/.test(id) && id.split('/').every(isName);
}

const isName = (part: string) =>
  !part.includes('..') && !/[. ]$/.test(part) && !RESERVED.test(part);
