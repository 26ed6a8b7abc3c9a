import type { Database } from "@/db/client";
import { findingsAtRest } from "./checker.sql";
import { concurrentWorld } from "./concurrent";
import { failureOf, sequentialRun, type Tally } from "./sequential";
import { ALLOWED } from "./small-world";

/** Of a batch's attempts: this many small worlds with a model, and the rest by crowds beside them. */
export const MODEL_WORLDS = 60;
export const CROWD = 500;
const LANES = 3;

export type Batch = {
  seed: number;
  attempts: number;
  model: Tally;
  crowd: Tally;
  goOn?: (() => boolean) | undefined;
};

/** Attempts one after another as the model says, beside attempts of many at once; what is wrong, and how to see it again. */
export async function attemptsOf(
  owner: Database,
  { seed, attempts, model, crowd, goOn = () => true }: Batch,
): Promise<{ what: string; again: string } | null> {
  const before = model.attempts;
  let begun = 0;
  const open = (): number => attempts - begun - (model.attempts - before);
  const modelled = sequentialRun(owner, { seed, worlds: MODEL_WORLDS, tally: model });
  let world = 0;
  let broken: { what: string; again: string } | null = null;
  const lane = async (): Promise<void> => {
    while (open() > 0 && !broken && goOn()) {
      const name = `${seed} ${world++}`;
      const size = Math.min(CROWD, open());
      begun += size;
      const wrong = await concurrentWorld(owner, { seed: name, attempts: size, tally: crowd });
      if (wrong.length > 0)
        broken = { what: wrong.join("\n"), again: `--only=attempts --crowd="${name}"` };
    }
  };
  const [details] = await Promise.all([modelled, ...Array.from({ length: LANES }, lane)]);
  const failure = failureOf(details);
  if (failure)
    return {
      what: failure,
      again: `--only=attempts --seed=${seed} --path=… --replay-path=… (both stand above)`,
    };
  if (broken) return broken;
  const left = await findingsAtRest(owner, { allowed: ALLOWED });
  return left.length > 0
    ? { what: JSON.stringify(left), again: `--only=attempts --seed=${seed} --attempts=${attempts}` }
    : null;
}
