/** Browsers learned to read base64 into bytes in 2025; it takes them a tenth of the time. */
const ownReader = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

/** The signed bytes of a base64 text. */
export function bytesOf(base64: string): Int8Array {
  if (ownReader.fromBase64) return new Int8Array(ownReader.fromBase64(base64).buffer);
  const text = atob(base64);
  const bytes = new Int8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Bytes that a base64 text stands for. */
export function byteCount(base64: string): number {
  const filling = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - filling;
}
