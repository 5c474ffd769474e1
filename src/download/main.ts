import { mount } from 'svelte';
import { AppError } from '../domain/errors';
import { openModelProgress } from '../storage/models/modelProgress';
import { openModelStore } from '../storage/models/openModelStore';
import { browserNetwork } from './browserNetwork';
import DownloadPage from './DownloadPage.svelte';
import { readDownloadRequest } from './downloadRequest';
import { DownloadState } from './downloadState.svelte';
import { hubPlace } from './hub/repository';
import { sitePlace } from './hub/sitePlace';
import { HUB_ORIGIN, narrowPolicy, policyFor } from './policy';

/** The state of the download that the address asks for; the policy is narrowed before anything else. */
async function open(): Promise<DownloadState> {
  try {
    const request = readDownloadRequest(location.hash);
    narrowPolicy(policyFor(request.source));
    const { source } = request;
    const place =
      source.kind === 'site'
        ? sitePlace(new URL('models/', document.baseURI).href)
        : hubPlace(source.kind === 'mirror' ? source.origin : HUB_ORIGIN);
    const store = await openModelStore();
    // Nothing is awaited from here on: the other tab may speak at once.
    const channel = openModelProgress((progress) => state.hear(progress));
    const state = new DownloadState(request, store, place, browserNetwork(), channel);
    void state.look();
    return state;
  } catch (error) {
    narrowPolicy("connect-src 'none'");
    throw error;
  }
}

const target = document.getElementById('download');
if (!target) throw new Error('download.html has no #download');
const { state, error } = await open().then(
  (state) => ({ state, error: null }),
  (error: unknown) => ({ state: null, error: AppError.from(error) }),
);
mount(DownloadPage, { target, props: { state, error } });
// Another address is another download, and needs another policy.
addEventListener('hashchange', () => location.reload());
