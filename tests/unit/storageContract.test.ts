import { fakeStore } from '../fakeStore';
import { describeStore } from '../storeContract';

describeStore('a space in memory', async () => fakeStore());
