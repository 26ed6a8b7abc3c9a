import { gridFingerprint } from "./grid";

// Run under several process zones: the line must differ in its first word only.
const processZone = new Intl.DateTimeFormat("en").resolvedOptions().timeZone;
console.log(processZone, gridFingerprint());
