// What the person at the terminal needs now: the address, and how to get in.
export function announce({ mode, publicUrl, empty }, { demo, signIns }) {
  const lines = [`Handsel is ready: ${publicUrl}`];
  if (demo) lines.push("", ...signInLines(signIns));
  else if (empty) lines.push(`New here? Create the owner's account: ${publicUrl}/setup`);
  if (demo && mode === "start") {
    lines.push(
      "",
      "WARNING: this is the demo world, and its passwords are public. Keep real families out of it.",
      "For a real practice: HANDSEL_DATA_DIR=/some/other/folder npm start -- --empty",
    );
  }
  lines.push("", "Stop with Ctrl-C.");
  console.log(`\n${lines.join("\n")}\n`);
}

function signInLines(signIns) {
  const width = (key) => Math.max(...signIns.map((each) => each[key].length));
  const [role, email] = [width("role"), width("email")];
  return [
    "Demo sign-ins:",
    ...signIns.map((each) => {
      const how = each.password ?? "by a link or code (see the admin's mail page)";
      return `  ${each.role.padEnd(role)}  ${each.email.padEnd(email)}  ${how}`;
    }),
  ];
}
