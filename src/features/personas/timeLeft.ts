/**
 * How long the rest will take at the pace so far, in words; empty until the pace is known.
 *
 * @param done jobs finished since the start of this stretch
 * @param remaining jobs still to do
 * @param elapsedMs milliseconds since the start of this stretch
 */
export function timeLeft(done: number, remaining: number, elapsedMs: number): string {
  if (done < 2 || remaining <= 0) return '';
  const seconds = (elapsedMs / done) * (remaining / 1000);
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  if (seconds < 55 * 60) return `about ${Math.ceil(seconds / 60)} min left`;
  return `about ${Math.ceil(seconds / 3600)} h left`;
}
