/** One message of a chat, in the shape every chat template expects. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** Which response of a pair. */
export type ResponseSide = 'chosen' | 'rejected';

/** What a person said about two responses. `null` while the comparison waits in the queue. */
export type Choice = 'a' | 'b' | 'tie' | 'both-bad';

/** Where a response comes from. */
export type ResponseOrigin =
  | { kind: 'written' }
  | { kind: 'file'; datasetId: string; row: number }
  | { kind: 'model'; methodId: string; persona: string | null; made: Provenance };

/** One of the two responses of a comparison. `a` is shown left, `b` right: places are drawn at random. */
export interface ComparedResponse {
  text: string;
  origin: ResponseOrigin;
}

/** Two responses to one prompt, and what was said about them. The source of every preference pair. */
export interface Comparison {
  id: string;
  prompt: string;
  /** Earlier turns of a dialogue, oldest first; empty for a single question. */
  history: ChatMessage[];
  a: ComparedResponse;
  b: ComparedResponse;
  choice: Choice | null;
  /** Hands raised for each, entered instead of one vote; `choice` follows the larger. */
  tally: { a: number; b: number } | null;
  /** Why, in the person's own words; may be empty. */
  reason: string;
  /** `null` for what was made in the app. */
  datasetId: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** When the choice was made; `null` while undecided. */
  decidedAt: number | null;
  /** Fingerprint of prompt, history and both texts, order-free; finds duplicates. */
  fingerprint: string;
}

/** For one prompt, somebody preferred `chosen` to `rejected`: a decided comparison, seen from its result. */
export interface PreferencePair {
  /** Id of the comparison it comes from. */
  id: string;
  prompt: string;
  history: ChatMessage[];
  chosen: string;
  rejected: string;
  reason: string;
  datasetId: string | null;
}

/** An imported file. */
export interface Dataset {
  id: string;
  /** File name, shortened for display. */
  name: string;
  formatId: string;
  /** Rows stored; rows refused; rows that were there already. */
  counts: { kept: number; refused: number; duplicates: number };
  sizeBytes: number;
  importedAt: number;
}

/** A row that could not be read. Data, not an exception: good rows survive bad ones. */
export interface RowIssue {
  /** 1-based line or record number in the file. */
  row: number;
  field?: string;
  message: string;
}

/** Settings of one generation. Names follow Hugging Face `GenerationConfig`, in camelCase. */
export interface GenerationOptions {
  /** Upper bound on new tokens; the prompt is not counted. */
  maxNewTokens: number;
  /** 0 means greedy decoding. */
  temperature: number;
  /** Sample among the k most likely tokens; 0 for all. */
  topK: number;
  /** Nucleus sampling in (0, 1]; 1 for off. Our own decode loop honours it (Transformers.js 4.3 ignores it). */
  topP: number;
  /** Values above 1 make repeats less likely; 1 for off. */
  repetitionPenalty: number;
  /** Seed of the sampler; the same seed, model and prompt give the same text. */
  seed: number;
}

/** What one generation cost. */
export interface GenerationStats {
  promptTokens: number;
  /** Of the prompt tokens, those whose attention cache was reused. */
  cachedTokens: number;
  newTokens: number;
  /** Milliseconds from request to first token, waiting in the queue left out. */
  prefillMs: number;
  /** Milliseconds from first to last token. */
  decodeMs: number;
  /** Milliseconds from request to the first text that was sent; absent where none was, and in older records. */
  firstTextMs?: number;
  stopReason: 'end-of-sequence' | 'max-new-tokens' | 'stop-string';
  /** Bytes held by weights and attention caches after it; absent in older records. */
  memoryBytes?: number;
  /** What was left out of a chat so that it fits, as a sentence; absent when nothing was. */
  dropped?: string;
}

/** How a stored result was made; enough to make it again (rule 8). */
export interface Provenance {
  modelId: string;
  /** First 12 hex digits of the weights' SHA-256, or the hub revision. */
  modelRevision: string;
  /** e.g. `persona-inference/v1+task-tuned`. */
  promptId: string;
  options: GenerationOptions;
  stats: GenerationStats | null;
  createdAt: number;
}

/** One sentence about what somebody prefers: "The user is … and prefers …". */
export interface Persona {
  id: string;
  text: string;
  source: 'inferred' | 'written' | 'imported';
  /** The pair and side it explains; `null` for a written one. */
  evidence: { pairId: string; side: ResponseSide } | null;
  made: Provenance | null;
  createdAt: number;
  updatedAt: number;
}

/** The result of one Persona Inference (PI) call, kept so that it is never done twice. */
export interface PersonaInference {
  /** `${pairId}:${side}:${modelId}` */
  id: string;
  pairId: string;
  side: ResponseSide;
  /** `null` when the model abstained. */
  personaId: string | null;
  /** Why it abstained, as a sentence for the person; empty otherwise. */
  abstained: string;
  /** Rival reasons (pole ids, or words of a larger model), odds in [0, 1], best first; absent where none were asked for. */
  rivals?: { pole: string; odds: number }[];
  made: Provenance;
}

/** One persona judged on one pair from the model's probabilities, both orders kept. */
export interface Judgement {
  /** `${personaId}:${pairId}:${modelId}` */
  id: string;
  personaId: string;
  pairId: string;
  /** Which response the persona's owner should take. */
  expected: ResponseSide;
  /** Probability in [0, 1] that the owner takes the expected response: in the pair's order and swapped. */
  original: number;
  swapped: number;
  /** True when the judge cannot depend on the order by construction. */
  symmetric: boolean;
  made: Provenance;
}

/** A way to answer for a persona (PT), by id; the list is in tasks/persona-tailoring/methods. */
export type TailoringMethodId = string;

/** An answer made for a persona, or the neutral one beside it. */
export interface TailoredResponse {
  id: string;
  /** Answers to one question asked at one time share it. */
  askedId: string;
  prompt: string;
  role: 'neutral' | 'this-boat' | 'other-boat';
  /** `null` for the neutral answer. */
  personaId: string | null;
  personaText: string;
  methodId: TailoringMethodId;
  text: string;
  /** True when Stop was pressed before the end. */
  stopped: boolean;
  made: Provenance;
}

/** A job over many pairs; kept so that it resumes after a reload. */
export interface Run {
  id: string;
  kind: 'infer' | 'check';
  status: 'running' | 'stopped' | 'done' | 'failed';
  modelId: string;
  pairIds: string[];
  /** Jobs finished, of `total`. */
  done: number;
  total: number;
  seed: number;
  startedAt: number;
  finishedAt: number | null;
}

/** A separate store of comparisons, personas and answers. Scenes are shipped examples for stage and class. */
export interface Space {
  id: string;
  name: string;
  kind: 'personal' | 'scene';
  createdAt: number;
}

/** One file of a model. */
export interface ModelFile {
  path: string;
  sizeBytes: number;
  /** Hex SHA-256. */
  sha256: string;
  /** `default` files are fetched at start; the others when asked for. */
  role: 'default' | 'on-demand';
}

/** A model we can load, as described by `models/<id>/card.json`. */
export interface ModelCard {
  id: string;
  name: string;
  summary: string;
  /** `instruct`: chat template and few-shot prompts. `task-tuned`: short fixed templates. */
  promptKind: 'instruct' | 'task-tuned';
  parameters: number;
  contextTokens: number;
  /** Which weights each device gets: names of Transformers.js dtypes. */
  dtype: { wasm: ModelDtype; webgpu: ModelDtype };
  license: string;
  files: ModelFile[];
  /** Longest prefill chunk in tokens, so that Stop is quick; from the bench. */
  prefillChunkTokens: number;
  /** Below this distance of P(expected) from one half the judge says "unsure". */
  judgeThreshold: number;
}

export type ModelDtype = 'q4' | 'q4f16' | 'q8' | 'int8' | 'fp16' | 'fp32';
