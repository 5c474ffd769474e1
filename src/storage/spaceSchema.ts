import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { fingerprintOf } from '../domain/comparison';
import type {
  Comparison,
  Dataset,
  Judgement,
  Persona,
  PersonaInference,
  Run,
  TailoredResponse,
} from '../domain/types';
import { placeOf, type Place } from './rules';

/** A comparison with the fields that only indexes need. */
export interface StoredComparison extends Comparison {
  place: Place;
  /** `datasetId`, or '' where it is `null`: `null` cannot be a key. */
  dataset: string;
  /** The choice, only on ties and both-bad; counts them. */
  even?: 'tie' | 'both-bad';
}

/** The tables of one space. Names and keys must never change without a migration. */
export interface SpaceSchema extends DBSchema {
  comparisons: {
    key: string;
    value: StoredComparison;
    indexes: {
      byCreated: number;
      byPlace: [Place, number];
      byDataset: [string, number];
      byDatasetPlace: [string, Place, number];
      byFingerprint: string;
      byEven: string;
    };
  };
  datasets: { key: string; value: Dataset };
  personas: { key: string; value: Persona; indexes: { byPair: string; byCreated: number } };
  inferences: {
    key: string;
    value: PersonaInference;
    indexes: { byPair: string; byPersona: string };
  };
  judgements: { key: string; value: Judgement; indexes: { byPair: string; byPersona: string } };
  responses: { key: string; value: TailoredResponse; indexes: { byCreated: number } };
  runs: { key: string; value: Run };
  settings: { key: string; value: { key: string; value: unknown } };
}

export type SpaceDatabase = IDBPDatabase<SpaceSchema>;
type Upgrade = IDBPTransaction<SpaceSchema, StoreNames<SpaceSchema>[], 'versionchange'>;

/** The row to store. */
export function toStored(comparison: Comparison): StoredComparison {
  const { choice } = comparison;
  const row = { ...comparison, place: placeOf(comparison), dataset: comparison.datasetId ?? '' };
  return choice === 'tie' || choice === 'both-bad' ? { ...row, even: choice } : row;
}

/** The comparison without what only indexes need. */
export function fromStored(row: StoredComparison): Comparison {
  const { place: _place, dataset: _dataset, even: _even, ...comparison } = row;
  return comparison;
}

/**
 * Steps from an empty database to today's, oldest first. The version number is the length of this
 * list. Never edit or remove a step that has shipped; add one below it, and a test with a row of the
 * old shape. Await nothing but the transaction, or it closes.
 */
export const migrations: ((db: SpaceDatabase, tx: Upgrade) => Promise<void> | void)[] = [
  function v1_createStores(db) {
    db.createObjectStore('comparisons', { keyPath: 'id' }).createIndex('byCreated', 'createdAt');
    db.createObjectStore('personas', { keyPath: 'id' });
    db.createObjectStore('inferences', { keyPath: 'id' }).createIndex('byPair', 'pairId');
    db.createObjectStore('settings', { keyPath: 'key' });
  },
  async function v2_addTurnsFilesAndChecks(db, tx) {
    const comparisons = tx.objectStore('comparisons');
    comparisons.createIndex('byPlace', ['place', 'createdAt']);
    comparisons.createIndex('byDataset', ['dataset', 'createdAt']);
    comparisons.createIndex('byDatasetPlace', ['dataset', 'place', 'createdAt']);
    comparisons.createIndex('byFingerprint', 'fingerprint');
    comparisons.createIndex('byEven', 'even');
    tx.objectStore('personas').createIndex('byPair', 'evidence.pairId');
    tx.objectStore('personas').createIndex('byCreated', 'createdAt');
    tx.objectStore('inferences').createIndex('byPersona', 'personaId');
    const judgements = db.createObjectStore('judgements', { keyPath: 'id' });
    judgements.createIndex('byPair', 'pairId');
    judgements.createIndex('byPersona', 'personaId');
    db.createObjectStore('responses', { keyPath: 'id' }).createIndex('byCreated', 'made.createdAt');
    db.createObjectStore('datasets', { keyPath: 'id' });
    db.createObjectStore('runs', { keyPath: 'id' });

    // Rows of version 1 had no earlier turns, no tally, no file and no fingerprint.
    for await (const cursor of comparisons) {
      const {
        history = [],
        tally = null,
        datasetId = null,
        ...row
      } = cursor.value as Partial<Pick<Comparison, 'history' | 'tally' | 'datasetId'>> & Comparison;
      const fingerprint = fingerprintOf(row.prompt, history, row.a.text, row.b.text);
      await cursor.update(toStored({ ...row, history, tally, datasetId, fingerprint }));
    }
  },
];
