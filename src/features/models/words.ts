/** "137 MB", "1.4 GB"; decimal units, as disks are sold. */
export function sizeText(bytes: number): string {
  if (bytes === 0) return '0 MB';
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6
    ? `${Math.round(bytes / 1e6)} MB`
    : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/** "21 Nov 2026"; "never" for `null`. */
export function dayText(time: number | null): string {
  if (time === null) return 'never';
  return new Date(time).toLocaleDateString('en-GB', { dateStyle: 'medium' });
}

/** "your graphics card" or "your processor, 2 threads". */
export function deviceText(device: 'wasm' | 'webgpu', threads: number): string {
  if (device === 'webgpu') return 'your graphics card';
  return `your processor, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** One decimal below ten, none above. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en');
}
