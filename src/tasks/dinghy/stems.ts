import { splitWords } from '../../domain/text';

const STOP = new Set(
  `a about actually after again all also am an and another any anyone are as at be because been before being best
  better but by can can't could did do does doing don't even every few for from get gets getting give go going good
  got had has have having he help helps her here him his how however i i'd i'll i'm i've idea ideas if in into is it
  it's its just keep keeps know less let like little lot make makes making many maybe me more most much my myself need
  needs new no not of off often on one only or other our out over own people please possible really right she should
  simple so some someone something start still stop such suggest sure take than that that's the their them then there
  these they thing things think this those time tip tips to too try us use very want wants was way ways we well were
  what what's when where which while who why will with without wrong would year years you your advice way ways work works
  recommend explain tell question trouble always never say says said ask adult feel month day anyway sensible home`
    .split(/\s+/)
    .map((word) => stem(word)),
);

/** Stems of the words of a text that carry meaning, in order. */
export function contentStems(text: string): string[] {
  return splitWords(text)
    .map(stem)
    .filter((word) => word.length > 1 && !STOP.has(word));
}

/** A light English stemmer: enough that "sleeping", "sleeps" and "sleep" meet. */
export function stem(word: string): string {
  let base = word.replace(/'s$/, '');
  if (base.length > 4) base = base.replace(/(?:ies|ied)$/, 'y');
  if (base.length > 4) base = base.replace(/(?<=[^s])s$|(?<=ss|sh|ch|x)es$/, '');
  if (base.length > 5) base = base.replace(/(?:ing|ed|ly)$/, '');
  base = base.replace(/([bdgmnprt])\1$/, '$1');
  return base.length > 3 ? base.replace(/e$/, '') : base;
}
