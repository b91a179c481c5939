// `npm run recall [-- programs [seed]]`: generates programs through which names flow in known ways, runs them
// in Python, and prints what share of Python's reads the analysis predicts. Fails if a prediction is wrong.
// `npm run recall -- --names [programs [seed]]` does this with different programs in Python, JavaScript and
// TypeScript, in which other code changes collections, classes and modules.
// `npm run recall -- --choices [programs [seed]]` does this with programs in which conditions and other variables
// decide what a name can be.
// `npm run recall -- --values [programs [seed]]` follows values in Python, JavaScript and TypeScript: it
// prints what share of the values that really reach a log, the state or the model is reported. With
// `--list first`, `second` and so on up to `seventh` (the last two for values only), these two commands take
// only idioms of that list. With `--alone`, `--values` runs each idiom by itself.
import {
  isDefect,
  measureRecall,
  shareExact,
  shareKnown,
  shareLoose,
  tableOf,
} from '../test/recall/measure.ts';
import { invented, measureChoices } from '../test/recall/choices/measure-choices.ts';
import { selections } from '../test/recall/idioms/idioms.ts';
import { countsOf, measureNames, unsound } from '../test/recall/idioms/measure-names.ts';
import {
  falseAlarms,
  isEveryday,
  measureEachValue,
  measureValues,
  shareReported,
  tableOfValues,
} from '../test/recall/idioms/measure-values.ts';

const shownPrograms = 5;
const languages = /** @type {const} */ (['python', 'javascript', 'typescript']);
const words = process.argv.slice(2);
const listAt = words.indexOf('--list');
const list = selections.find((one) => listAt !== -1 && one === words[listAt + 1]) ?? 'all';
if (listAt !== -1 && words[listAt + 1] !== list)
  throw new Error(`--list is one of ${selections.join(', ')}.`);
const numbers = words.filter((word, at) => !word.startsWith('--') && (listAt === -1 || at !== listAt + 1));
const [count = 2000, seed = 1] = numbers.map(Number);
if (words.includes('--values')) showValues();
else if (words.includes('--names') || words.includes('--choices')) showNamesOfAll();
else showNames();

function showNames() {
  const started = performance.now();
  const recall = measureRecall(count, seed);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const defects = recall.judged.filter((one) => isDefect(one));
  const known = shareKnown(recall.judged);
  const exact = shareExact(recall.judged);
  const loose = shareLoose(recall.judged);

  console.log(`${tableOf(recall)}\n`);
  console.log(
    `${recall.programs} programs from seed ${seed} in ${seconds} s; exact of what is listed: ${(exact * 100).toFixed(2)} %, known with forms: ${(known * 100).toFixed(2)} %, loose at random: ${(loose * 100).toFixed(2)} %.`,
  );
  showSmallest(defects);
  if (defects.length > 0 || exact < 0.95 || known < 0.95 || loose > 0.05) process.exitCode = 1;
}

function showValues() {
  for (const language of languages) {
    const { programs, judged, broken } = words.includes('--alone')
      ? measureEachValue(language, list)
      : measureValues(language, count, seed, list);
    const arriving = judged.filter(({ arrives }) => arrives).length;
    const share = (shareReported(judged) * 100).toFixed(1);
    const everyday = (shareReported(judged.filter((one) => isEveryday(one))) * 100).toFixed(1);
    console.log(`\n${tableOfValues(judged)}\n`);
    console.log(
      `${language}: ${programs} programs ${words.includes('--alone') ? 'of one idiom each' : `from seed ${seed}`} (${list} lists); of ${arriving} places where a value arrives, ${share} % are reported (everyday code: ${everyday} %); of ${judged.length - arriving} where none arrives, ${falseAlarms(judged).length}.`,
    );
    showBroken(broken);
  }
}

function showNamesOfAll() {
  for (const language of languages) {
    const isChosen = words.includes('--choices');
    const { programs, judged, broken } = isChosen
      ? measureChoices(language, count, seed)
      : measureNames(language, count, seed, list);
    const wrong = unsound(judged);
    console.log(
      `${language}: ${programs} programs from seed ${seed} (${isChosen ? 'choices' : `${list} lists`}) with ${judged.length} reads: ${countsOf(judged)}; names that never occur are reported for ${invented(judged).length}.`,
    );
    const ways = wrong.map(({ sink }) => sink.idioms[0]?.words ?? '');
    for (const way of [...new Set(ways)].toSorted())
      console.log(`  ${ways.filter((one) => one === way).length} × ${way}`);
    showBroken(broken);
    if (wrong.length > 0) process.exitCode = 1;
  }
}

/** @param {readonly { program: { seed: number }, reason: string }[]} broken */
function showBroken(broken) {
  for (const { program, reason } of broken.slice(0, shownPrograms))
    console.log(`The program of seed ${program.seed} cannot be run: ${reason}`);
  if (broken.length > 0) process.exitCode = 1;
}

/** @param {readonly import('../test/recall/measure.ts').Judged[]} judged */
function showSmallest(judged) {
  const sized = judged.map((one) => ({ ...one, text: textOf(one.program) }));
  const smallest = sized.toSorted((left, right) => left.text.length - right.text.length);
  for (const { site, program, text, observed, predicted, verdict } of smallest.slice(0, shownPrograms)) {
    console.log(`\n${verdict}: seed ${program.seed}, ${site.path}:${site.line} (${site.kind})`);
    console.log(`Python read ${observed.join(', ')}; foreseen was ${predicted.join(', ')}\n${text}`);
  }
}

/** @param {import('../test/recall/program-writer.ts').Program} program */
function textOf({ files }) {
  return Object.entries(files)
    .map(([path, text]) => `//- ${path}\n${text}`)
    .join('');
}
