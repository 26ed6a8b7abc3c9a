import type { Origin, PreCheck } from "./schema";

const ARTICLE = "source article";

/** In the order they are shown. `doctor` and `oil_patch` become blocking in rules.ts when needed. */
export const PRE_CHECK_LIST: readonly PreCheck[] = [
  { key: "feed", kind: "timer", group: "feed", minutes: 45, source: ARTICLE, origin: "article" },
  { key: "content", kind: "blocking", group: "state", source: ARTICLE, origin: "article" },
  { key: "calm", kind: "blocking", group: "state", source: ARTICLE, origin: "article" },
  { key: "clear_eyed", kind: "blocking", group: "state", source: ARTICLE, origin: "article" },
  {
    key: "well_today",
    kind: "blocking",
    group: "health",
    source: "the day rules of the safety catalogue",
    origin: "editor",
  },
  { key: "doctor", kind: "advice", group: "health", source: ARTICLE, origin: "article" },
  { key: "jewellery", kind: "blocking", group: "ready", source: ARTICLE, origin: "article" },
  { key: "diaper", kind: "blocking", group: "ready", source: ARTICLE, origin: "article" },
  {
    key: "oil_patch",
    kind: "advice",
    group: "oil",
    source: "source article: several hours; familybearclub.co.uk: 24 hours",
    origin: "article",
  },
  { key: "warm_place", kind: "advice", group: "place", source: ARTICLE, origin: "article" },
  {
    key: "hands",
    kind: "advice",
    group: "ready",
    source: "editor: clean, warm hands, short nails",
    origin: "editor",
  },
  {
    key: "floor",
    kind: "advice",
    group: "place",
    source: "editor: falls from beds and changing tables",
    origin: "editor",
  },
  {
    key: "watched_on_tummy",
    kind: "advice",
    group: "place",
    source: "general knowledge: safe sleep, on the tummy only awake and watched",
    origin: "editor",
  },
];

export type Cue = {
  key: string;
  level: "more" | "pause" | "stop" | "emergency";
  source: string;
  origin: Origin;
};

const CHOC = "CHOC handout; CUH NHS neonatal leaflet";
const cue = (key: string, level: Cue["level"], source = CHOC, origin: Origin = "editor"): Cue => ({
  key,
  level,
  source,
  origin,
});

/** A small sign pauses, a strong sign stops, a change of colour or breathing is an emergency. */
export const BABY_CUES: readonly Cue[] = [
  cue("looks_at_you", "more"),
  cue("relaxed", "more"),
  cue("reaches_or_coos", "more"),
  cue("frowns", "pause"),
  cue("yawns_or_hiccups", "pause"),
  cue("splays_or_fists", "pause"),
  cue("turns_away", "stop", ARTICLE, "article"),
  cue("stiffens", "stop", ARTICLE, "article"),
  cue("arches_or_pulls_away", "stop"),
  cue("cries", "stop"),
  cue("gags_or_spits_up", "stop"),
  cue("colour_changes", "emergency"),
  cue("breathing_pauses", "emergency"),
];

export type Advice = { key: string; source: string; origin: Origin };
const advice = (key: string, source: string, origin: Origin): Advice => ({ key, source, origin });

export const TALK_CUES: readonly Advice[] = [
  advice("eye_contact", ARTICLE, "article"),
  advice("say_name", ARTICLE, "article"),
  advice("sing", ARTICLE, "article"),
  advice("tell_story", ARTICLE, "article"),
  advice("same_words", ARTICLE, "article"),
  advice("name_parts", ARTICLE, "article"),
];

export const TOUCH_ADVICE: readonly Advice[] = [
  advice("gentle_not_tickling", ARTICLE, "article"),
  advice("firmer_as_grows", ARTICLE, "article"),
  advice("slow_hand_weight", "moderate-pressure trials (Field 2010 review)", "editor"),
  advice("brief_at_first", ARTICLE, "article"),
  advice("daily_or_bedtime", ARTICLE, "article"),
];

/** What the editor adds where the article is silent, unclear or overtaken by later findings. */
export const CAUTIONS = [
  advice("tummy_awake_watched", "general knowledge: safe sleep", "editor"),
  advice("clockwise_viewpoint", "course of the bowel; the article names no viewpoint", "editor"),
  advice("slow_hand_weight", "moderate-pressure trials (Field 2010 review)", "editor"),
  advice("olive_oil", "Danby 2013; OBSeRvE, Acta Derm Venereol 2016", "editor"),
  advice("floor_first", "falls from beds and changing tables", "editor"),
  advice(
    "first_stop_cue",
    "source article (turns away, stiffens), applied to gas relief",
    "editor",
  ),
  advice("no_hip_harness", "Steps and RMCH leaflets", "editor"),
  advice("patch_test_a_day", "source article: several hours; familybearclub.co.uk: 24 h", "editor"),
  advice("soft_spot", "general knowledge", "editor"),
  advice("never_force", "general knowledge", "editor"),
] as const satisfies readonly Advice[];

export type Oil = {
  key: "safflower" | "coconut" | "olive";
  offered: boolean;
  /** Words in an allergy list that take this oil away. */
  allergens: readonly string[];
  source: string;
  origin: Origin;
};

/** Odourless and safe to swallow (article). Never nut, mustard or essential oil; never on the face. */
export const OILS: readonly Oil[] = [
  {
    key: "safflower",
    offered: true,
    allergens: ["safflower", "daisy", "ragweed", "sunflower", "chamomile", "camomile"],
    source: ARTICLE,
    origin: "article",
  },
  {
    key: "coconut",
    offered: true,
    // Coconut is often listed with tree nuts; a nut allergy takes it away until a doctor answers, also one told by name.
    allergens: [
      ...["coconut", "nut", "almond", "marzipan", "cashew", "pistachio", "pecan", "hickory"],
      ...["hazel", "filbert", "praline", "macadamia", "brazil", "pine kernel", "pinyon"],
    ],
    source: ARTICLE,
    origin: "article",
  },
  {
    key: "olive",
    offered: false,
    allergens: ["olive"],
    source: "named by the article; not offered: Danby 2013, OBSeRvE 2016 (skin barrier)",
    origin: "editor",
  },
];

export const RED_FLAGS: readonly Advice[] = [
  "fever_young",
  "blood",
  "green_or_forceful_vomit",
  "hard_to_wake",
  "breathing",
  "dry",
  "seizure",
  "inconsolable",
  "fixed_rash",
].map((key) => advice(key, "sharecare; Baystate/AAP; hlthi", "editor"));

/** Shown as numbers, never as advice. A country that is not here gets words without a number. */
export const EMERGENCY_LINES: Readonly<
  Record<string, { urgent: string | null; emergency: string } | undefined>
> = {
  GB: { urgent: "111", emergency: "999" },
  US: { urgent: null, emergency: "911" },
  IE: { urgent: null, emergency: "112" },
  CA: { urgent: "811", emergency: "911" },
  AU: { urgent: null, emergency: "000" },
  NZ: { urgent: null, emergency: "111" },
};
