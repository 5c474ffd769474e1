/**
 * How a difference of log-probabilities becomes a probability, in one place: set from held-out data.
 * `evidence`, in nats, is what the model finds for the persona with the responses in their places,
 * less what it finds with them swapped; P(expected) = 1 / (1 + exp(-scale × evidence)).
 */
export const calibration = {
  gauge: {
    /** Per nat of the pair's lean on the axes, weighed by the odds that the persona asks for their poles. */
    scale: 1.35,
  },
  poles: {
    /** Per nat of evidence, summed over the persona's poles. */
    scale: 0.6,
    /** Added to each pole's probability: a pole that is improbable either way is no evidence. */
    floor: 0.01,
  },
  text: {
    /** Per nat of evidence, averaged over the persona's tokens. */
    scale: 2,
  },
} as const;
