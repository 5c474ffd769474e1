/**
 * Frames of answers, around {a} action, {r} reason, {n} number, {c} caution, {j} joke, {s} a pasted sentence ({A} … with a
 * capital). Each goes with every note on every topic: two readers struck out those that claimed ease, need, rank or order.
 */
export const answerFrames = {
  next: [
    'Also, {a}.',
    'It also helps to {a}.',
    'You could also {a}.',
    'Another thing you can do is to {a}.',
  ],
  why: [
    'The reason is that {r}.',
    'This helps because {r}.',
    'The point is that {r}.',
    'This is worthwhile because {r}.',
    'This matters because {r}.',
  ],
  firstOption: [
    'One option is to {a}.',
    'You could {a}.',
    'One idea is to {a}.',
    'One possibility is to {a}.',
  ],
  otherOption: [
    'You could also {a}.',
    'Another option is to {a}.',
    'A further possibility is to {a}.',
    'Yet another idea is to {a}.',
  ],
  lastOption: ['Or you could {a}.', 'Or you might {a}.'],
  /** Words that lead up to a single note where the gist is asked for first. */
  gist: ['The key takeaway:', 'Main takeaway:', 'The key point:', 'The main thing:', 'Above all:'],
  firstOptionOwn: ['One option: {s}', 'One possibility: {s}', 'You could go with this: {s}'],
  otherOptionOwn: ['Another option: {s}', 'Another possibility: {s}', 'A further option: {s}'],
  joke: ['On a lighter note: {j}', 'A little joke: {j}', 'A joke on the side: {j}'],
} as const;

/** Frames around an action that carry a manner themselves. */
export const mannerFrames: Readonly<Record<string, readonly string[]>> = {
  formal: [
    'It is advisable to {a}.',
    'You would do well to {a}.',
    'It is prudent to {a}.',
    'It is recommended that you {a}.',
    'It is sensible to {a}.',
  ],
  casual: ["You'll wanna {a}.", 'You could totally {a}.', 'Just {a}.', "I'd say just {a}."],
  hedged: [
    'It may help to {a}.',
    'You could perhaps {a}.',
    'It is probably good to {a}.',
    'It might be worthwhile to {a}.',
    'Perhaps {a}.',
    'It could help to {a}.',
    'It can often be useful to {a}.',
    'It seems sensible to {a}.',
  ],
  confident: [
    'Definitely {a}.',
    'I am sure that it pays to {a}.',
    'Without a doubt, it helps to {a}.',
    'Be sure to {a}.',
    'You should absolutely {a}.',
    'I am certain that it is right to {a}.',
    'I firmly recommend that you {a}.',
    'Clearly, it makes sense to {a}.',
  ],
  encouraging: [
    'A good step is to {a}!',
    'This is worth doing: {a}!',
    'A step worth taking: {a}!',
    'Worth a try: {a}!',
  ],
  playful: [
    'As the wise goat once said: {a}.',
    'To the sound of tiny trumpets, {a}.',
    'Drum roll, please: {a}.',
    'Cue the spotlight: {a}.',
    'With a straight face, {a}.',
  ],
  beginner: ['Put simply, it helps to {a}.'],
  modest: [
    'I think it may help to {a}.',
    'My suggestion would be to {a}.',
    'As far as I know, it is good to {a}.',
    'I suppose you could {a}.',
    'In my opinion, it makes sense to {a}.',
    'A modest idea is to {a}.',
    'I am not sure, but it may be good to {a}.',
    'For what it is worth, you might {a}.',
    'You could, if I am not mistaken, {a}.',
    'I believe it is useful to {a}.',
  ],
  polite: [
    'I would like to suggest that you {a}.',
    'Allow me to suggest that you {a}.',
    'If I may suggest it, you could {a}.',
    'You may wish to {a}.',
    'I would respectfully advise you to {a}.',
  ],
};
/** Frames of one manner that an answer bears; one less where a line shows it too. */
export const MOST = 3;
export const MOST_OF: Readonly<Record<string, number>> = {
  playful: 1,
  encouraging: 2,
  confident: 1,
};
/** Frames that need a note before them. */
export const laterFrames: Readonly<Record<string, readonly string[]>> = {
  formal: ['Furthermore, it is useful to {a}.', 'Moreover, it is worthwhile to {a}.'],
  casual: ['Oh, and {a}.'],
};
