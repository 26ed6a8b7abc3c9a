import { slotQuestion, VIEWER } from "../data";
import { anchorSlots } from "./anchor-dayjs";
import { ourSlots } from "./ours";

// A process of its own: nothing compiled, no zone known. Prints the milliseconds of one call.
const [side, days] = process.argv.slice(2);
const question = slotQuestion(Number(days), 200);
const started = performance.now();
if (side === "anchor") anchorSlots(question, VIEWER);
else ourSlots(question, VIEWER);
console.log(performance.now() - started);
