/** What the offline state needs to know of the browser; tests hand in their own. */
export interface Surroundings {
  /** `null` where the browser offers none: plain http from another machine, some private windows. */
  serviceWorker: ServiceWorkerContainer | null;
  /** True on https and on localhost. */
  secure: boolean;
  /** True when the page may use threads. */
  isolated: boolean;
  /** True once the person has clicked, tapped or typed in this tab. */
  touched(): boolean;
  /** True the first time it is asked in this tab: guards against reloading for ever. */
  mayReload(): boolean;
  reload(): void;
}

const KEY = 'whose-boat-reloaded';

/** The browser we run in. */
export function currentSurroundings(): Surroundings {
  let touched = false;
  for (const deed of ['pointerdown', 'keydown', 'drop']) {
    addEventListener(deed, () => (touched = true), { capture: true, once: true });
  }
  return {
    serviceWorker: 'serviceWorker' in navigator ? navigator.serviceWorker : null,
    secure: isSecureContext,
    isolated: crossOriginIsolated,
    touched: () => touched,
    mayReload() {
      try {
        const first = sessionStorage.getItem(KEY) === null;
        sessionStorage.setItem(KEY, 'yes');
        return first;
      } catch {
        return false; // without a memory we could reload for ever
      }
    },
    reload: () => location.reload(),
  };
}
