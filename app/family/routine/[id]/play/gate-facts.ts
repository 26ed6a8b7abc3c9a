import { getLocale } from "next-intl/server";
import type { CheckRow, GateFacts } from "@/components/routine-player/player-props";
import { formatDay, formatList } from "@/components/ui/format";
import { getTranslations } from "@/i18n/words";
import type { OwnRoutineDetail } from "@/lib/routines/own.read";
import { notToday } from "@/lib/safety/rules";

/** What is asked before a start, in the reader's words: a few rows, each of which answers what belongs together. */
export async function gateFacts(routine: OwnRoutineDetail): Promise<GateFacts> {
  const [s, p, locale] = [
    await getTranslations("safety"),
    await getTranslations("player.check"),
    await getLocale(),
  ];
  const r = await getTranslations("routines.oil");
  const { name, okay, zone, gate, left } = routine;
  const asksDoctor = gate.checks.plain.some(
    ({ key, kind }) => key === "doctor" && kind === "blocking",
  );
  const rows: CheckRow[] = [
    { key: "state", prompt: p("state"), hint: p("stateHint") },
    {
      key: "well",
      prompt: s("preChecks.well_today.prompt"),
      hint: s("preChecks.well_today.hint"),
    },
    { key: "jewellery", prompt: s("preChecks.jewellery.prompt"), hint: p("jewelleryHint") },
    { key: "ready", prompt: p("ready"), hint: p("readyHint") },
  ];
  if (asksDoctor)
    rows.push({
      key: "doctor",
      prompt: s("preChecks.doctor.prompt"),
      hint: okay
        ? p("doctorHint", { by: okay.by, date: formatDay(okay.on, { locale, zone }, "brief") })
        : s("preChecks.doctor.hint", { name }),
      known: okay !== null,
    });
  const oils = gate.oils.map((oil) => r(`names.${oil}`));
  return {
    grade: gate.grade,
    minutes: gate.feedMinutes,
    checks: gate.checks,
    rows,
    oil:
      oils.length > 0
        ? {
            label: p("oil"),
            none: p("noOil"),
            tested: p("oilTested"),
            hint: p("oilHint", { oils: formatList(oils, locale) }),
          }
        : null,
    notToday: {
      title: p("notToday"),
      items: notToday(routine.reasons.map(({ rule }) => rule)).map(({ id }) =>
        s(`rules.${id}.label`, { name }),
      ),
    },
    advice: [
      ...(oils.length > 0 ? [] : [p("noOilFor", { name })]),
      ...(left.steps.some((step) => step.position === "tummy") ? [p("tummy")] : []),
    ],
  };
}
