/** Who appears in the model's own jokes. */
const CAST =
  /\b(?:goats?|penguins?|dragons?|robots?|pigeons?|toaster|houseplants?|sofa|ghosts?|pirates?|cat|alien)\b/i;
/** Further words for an example where the same stood before another one. */
const exampleLeads = ['For instance: ', 'For example: ', 'That could mean ', 'To illustrate: '];

/** True where the model's own joke would come right after the topic's. */
export function jokesAgain(sentence: string, before: string): boolean {
  return before.includes('<|j|>') && CAST.test(sentence) && !/<\|(?!g)/.test(sentence);
}

/** The first of the other words for an example that `isKnown` does not know. */
export function otherExampleLead(isKnown: (lead: string) => boolean): string | undefined {
  return exampleLeads.find((lead) => !isKnown(lead));
}
