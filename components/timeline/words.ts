import { getLocale } from "next-intl/server";
import { formatDay, formatTime } from "@/components/ui/format";
import type { IconName } from "@/components/ui/icon";
import { getTranslations } from "@/i18n/words";
import type { TimelineItem } from "@/lib/audit/timeline.read";
import { cursorText, type TimelineKind } from "@/lib/audit/timeline.rules";
import { formatAmount, systemOf } from "@/lib/growth/units.rules";
import { SKIP_REASONS, STOP_REASONS } from "@/lib/routines/schema";
import type { TimelineEntry } from "./timeline";

const icons: Record<TimelineKind, IconName> = {
  lesson_booked: "calendar-plus",
  lesson_moved: "calendar-clock",
  lesson_arrived: "map-pin",
  lesson_came: "calendar-days",
  lesson_missed: "circle-x",
  lesson_cancelled: "calendar-x",
  note_signed: "pen-line",
  note_added: "pen-line",
  summary_sent: "send",
  measured: "scale",
  measurement_voided: "scale",
  growth_shared: "send",
  routine_assigned: "hand-heart",
  routine_ended: "hand-heart",
  practised: "hand-heart",
  form_done: "clipboard-list",
  consent: "file-check",
  alert_raised: "triangle-alert",
  alert_decided: "check",
  care_changed: "triangle-alert",
  file_added: "file-text",
  file_removed: "file-text",
  referral: "stethoscope",
  letter_sent: "send",
  message: "mail",
  records_joined: "users",
  records_parted: "users",
  exported: "download",
};

/** Puts what happened into words, for one reader; `name` is the baby's. */
export async function timelineWords({ zone, name }: { zone: string; name: string }) {
  const [t, r, m, p, locale] = [
    await getTranslations("record.timeline"),
    await getTranslations("routines"),
    await getTranslations("record.messages"),
    await getTranslations("practice.placeKind"),
    await getLocale(),
  ];
  const moment = (at: Date, where = zone) =>
    `${formatDay(at, { locale, zone: where }, "short")}, ${formatTime(at, { locale, zone: where })}`;
  const instant = (value: unknown): string => {
    const at = typeof value === "string" ? new Date(value) : null;
    return at && !Number.isNaN(at.getTime()) ? moment(at) : "";
  };
  const by = (who: string | null | undefined) => (who ? t("by", { who }) : "");
  const place = (kind: string | null | undefined) =>
    kind === "home" || kind === "studio" || kind === "online" || kind === "hospital" ? p(kind) : "";

  const amountOf = ({ measure, amount }: TimelineItem["facts"]) =>
    amount === undefined ? "" : formatAmount(measure ?? "weight", amount, systemOf(locale), locale);

  type Said = { title: string; line?: string[]; href?: string; icon?: IconName };
  const said = ({ kind, facts }: TimelineItem): Said => {
    const lesson = facts.startsAt ? moment(facts.startsAt, facts.zone ?? zone) : "";
    const about = [facts.service ?? "", place(facts.place)];
    const booking = facts.bookingId ? { href: `/practice/bookings/${facts.bookingId}` } : {};
    const note = facts.noteId ? { href: `/practice/notes/${facts.noteId}` } : {};
    const routine = facts.assignmentId
      ? { href: `/practice/routines/assigned/${facts.assignmentId}` }
      : {};
    const title = facts.title ?? "";
    switch (kind) {
      case "lesson_booked":
        return {
          title: t(facts.requested ? "lessonAsked" : "lessonBooked", { at: lesson }),
          line: about,
          ...booking,
        };
      case "lesson_arrived":
        return { title: t("lessonArrived"), line: [t("noOutcome"), ...about], ...booking };
      case "lesson_came":
        return { title: t("lessonCame"), line: about, ...booking };
      case "lesson_missed":
        return { title: t("lessonMissed"), line: about, ...booking };
      case "lesson_cancelled":
        return {
          title: t("lessonCancelled", { by: facts.by === "practice" ? "practice" : "family" }),
          line: [lesson, ...about],
          ...booking,
        };
      case "lesson_moved": {
        const [from, to] = [instant(facts.detail?.from), instant(facts.detail?.to)];
        return {
          title: t("lessonMoved"),
          line: [from && to ? t("fromTo", { from, to }) : "", by(facts.by)],
        };
      }
      case "care_changed":
        return {
          title: t(facts.detail?.fields ? "careChanged" : "babyAdded", { name }),
          line: [by(facts.by)],
        };
      case "note_signed":
        return {
          title: t("noteSigned"),
          line: [lesson ? t("ofLesson", { at: lesson }) : "", by(facts.by)],
          ...note,
        };
      case "note_added":
        return { title: t("noteAdded"), line: [by(facts.by)], ...note };
      case "summary_sent":
        return { title: t("summarySent"), line: [by(facts.by)], ...note };
      case "measured": {
        const measure = facts.measure ?? "weight";
        const amount = amountOf(facts);
        return {
          title: t("measured", { amount, measure, source: facts.source ?? "practitioner" }),
          line: [
            facts.by ? t("enteredBy", { who: facts.by }) : "",
            facts.confirmed ? "" : t("unconfirmed"),
          ],
          icon: measure === "weight" ? "scale" : "ruler",
        };
      }
      case "measurement_voided":
        return {
          title: t(facts.corrected ? "measureCorrected" : "measureVoided", {
            measure: facts.measure ?? "weight",
          }),
          line: [
            facts.amount === undefined ? "" : t("measureBefore", { amount: amountOf(facts) }),
            by(facts.by),
          ],
          icon: facts.measure === "weight" ? "scale" : "ruler",
        };
      case "letter_sent":
        return { title: t("letterSent", { doctor: facts.doctor ?? "" }), line: [by(facts.by)] };
      case "growth_shared":
        return { title: t("growthShared", { doctor: facts.doctor ?? "" }), line: [by(facts.by)] };
      case "routine_assigned":
        return { title: t("routineAssigned", { title }), line: [by(facts.by)], ...routine };
      case "routine_ended":
        return { title: t("routineEnded", { title }), ...routine };
      case "practised": {
        const reason = STOP_REASONS.find((one) => one === facts.reason);
        const minutes = Math.max(1, Math.round((facts.seconds ?? 0) / 60));
        const left = SKIP_REASONS.find((one) => one === facts.reason);
        if (facts.outcome === "skipped")
          return {
            title: t("skipped", { title }),
            line: [left ? r(`skip.reasons.${left}`, { name }) : "", by(facts.by)],
            icon: "moon",
            ...routine,
          };
        if (facts.outcome !== "stopped")
          return {
            title: t("practised", { title, outcome: facts.outcome ?? "done" }),
            line: [t("minutes", { minutes }), by(facts.by)],
            ...routine,
          };
        return {
          title: reason
            ? t("stoppedWhy", { why: r(`stopped.reasons.${reason}`).toLowerCase() })
            : t("stopped"),
          line: [
            t("afterSteps", { title, steps: facts.steps ?? 0, of: facts.of ?? 0 }),
            by(facts.by),
          ],
          icon: "hand",
          ...routine,
        };
      }
      case "form_done":
        return { title: t("formDone", { form: facts.name ?? "" }), line: [by(facts.by)] };
      case "consent":
        return {
          title: t("consent", { answer: facts.answer ?? "given", who: facts.by ?? "" }),
          line: (facts.consents ?? []).map((one) => t("consentKind", { kind: one })),
        };
      case "alert_raised":
        return {
          title: t("alertRaised"),
          line: [facts.seen ? t("alertSeen", { who: facts.by ?? "" }) : t("alertOpen")],
        };
      case "alert_decided":
        return { title: t("alertDecided"), line: [by(facts.by)] };
      case "file_added":
        return {
          title: t("fileAdded", { about: facts.about ?? "other" }),
          line: [by(facts.by), facts.shown ? t("fileShown") : ""],
        };
      case "file_removed":
        return {
          title: t(facts.what === "documents.bring_back_file" ? "fileBack" : "fileRemoved"),
          line: [by(facts.by)],
        };
      case "records_joined":
        return { title: t("recordsJoined"), line: [by(facts.by)] };
      case "records_parted":
        return { title: t("recordsParted"), line: [by(facts.by)] };
      case "exported":
        return { title: t("exported"), line: [by(facts.by)] };
      case "referral":
        return {
          title: t("referral", { what: facts.what ?? "sent", doctor: facts.doctor ?? "" }),
          line: [facts.what === "sent" ? (facts.organisation ?? "") : ""],
          ...(facts.referralId ? { href: `/practice/referrals/${facts.referralId}` } : {}),
        };
      case "message": {
        const channel = facts.channel === "sms" ? "sms" : "email";
        const failed = facts.state === "failed";
        return {
          title: t(failed ? "messageFailed" : "message", { channel }),
          line: [m("what", { template: facts.template ?? "other" })],
        };
      }
    }
  };
  return (item: TimelineItem): TimelineEntry => {
    const { title, line = [], href = null, icon = icons[item.kind] } = said(item);
    return {
      ...{ key: cursorText(item), at: item.at, icon, title, href },
      line: line.filter(Boolean).join(". "),
    };
  };
}
