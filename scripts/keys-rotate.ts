// npm run keys:rotate [-- --data-keys]: brings everything that is sealed under the present HANDSEL_KEY, while Handsel
// runs. HANDSEL_KEY_PREVIOUS names the keys before it. With --data-keys each family's own key is changed as well.
// DATABASE_URL is the address of the tables' owner; on the embedded database the start makes it known in the data
// directory. Exit 1 when something still waits: run it again.
import { connect } from "@/db/client";
import { rotateKeys } from "@/lib/work/keys-rotate";

const ownerUrl = process.env.DATABASE_URL;
if (!ownerUrl || !process.env.HANDSEL_KEY)
  throw new Error("DATABASE_URL (of the tables' owner) and HANDSEL_KEY are needed.");
const { db, end } = connect(ownerUrl, 2);
const started = performance.now();
try {
  const renew = process.argv.includes("--data-keys") ? ("all" as const) : [];
  const found = await rotateKeys(db, {
    renew,
    onBatch: (done) => process.stdout.write(`  ${done} values sealed anew\n`),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${found.rewrapped} family keys and ${found.system} of the installation's values are under the present key now, ` +
      `${found.resealed} values were sealed anew, in ${seconds} s.\n`,
  );
  process.stdout.write(
    found.waiting === 0
      ? "Nothing needs an earlier key any more: HANDSEL_KEY_PREVIOUS may be taken away.\n"
      : `${found.waiting} family keys are still changing: run this again.\n`,
  );
  process.exitCode = found.waiting === 0 ? 0 : 1;
} finally {
  await end();
}
