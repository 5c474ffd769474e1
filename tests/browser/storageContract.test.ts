import { newId } from '../../src/domain/comparison';
import { openSpace } from '../../src/storage/openSpace';
import { describeStore } from '../storeContract';

describeStore('a space in IndexedDB', () => openSpace(newId()));
