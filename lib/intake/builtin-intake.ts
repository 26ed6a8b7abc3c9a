import {
  ALLERGIES,
  ALLERGY_WHAT,
  ask,
  FEEDING,
  findings,
  MEDICINE,
  MEDICINE_WHAT,
  part,
  yes,
} from "./builtin-questions";
import type { Definition } from "./schema";

/**
 * Asked once before the first lesson. Sources: the CIMI consent form (studylib 5818061) and the physician form
 * (studylib 7649095), in our own words; what the safety catalogue asks at intake; goals as parents name them (SSAFA).
 */
export const INTAKE: Definition = {
  builtin: "intake",
  sections: [
    part("birth", [
      // Asked once more than at the booking: there it is short, here "I do not know" is an answer (foster care, adoption).
      ask("born_early", "one", ["no", "yes", "unsure"], {
        ...{ required: true, record: "born_early" },
      }),
      ask("early_weeks", "number", [], {
        ...{ required: true, unit: "weeks", min: 22, max: 36, record: "birth_weeks" },
        ...yes("born_early"),
      }),
      ask("term_weeks", "number", [], {
        ...{ unit: "weeks", min: 37, max: 42, record: "birth_weeks", hint: true },
        showWhen: { question: "born_early", is: ["no"] },
      }),
      ask("birth_days", "number", [], {
        ...{ min: 0, max: 6, record: "birth_days", hint: true },
        showWhen: { question: "born_early", is: ["no", "yes"] },
      }),
      ask("birth_story", "long", [], { hint: true }),
      ask("birth_weight", "number", [], {
        unit: "grams",
        min: 300,
        max: 7000,
        record: "birth_grams",
      }),
      ask("hospital", "yesno", [], { required: true }),
      ask("hospital_why", "long", [], { required: true, ...yes("hospital") }),
    ]),
    part(
      "health",
      [
        ask(
          "heart_lungs",
          "some",
          ["heart_condition", "sternotomy", "pacemaker", "apnoea", "oxygen", "none"],
          {
            required: true,
            effects: findings("heart_condition", "sternotomy", "pacemaker", "apnoea", "oxygen"),
          },
        ),
        ask("brain", "some", ["seizures", "hydrocephalus", "vp_shunt", "spina_bifida", "none"], {
          required: true,
          effects: findings("seizures", "hydrocephalus", "vp_shunt", "spina_bifida"),
        }),
        ask(
          "blood_bones",
          "some",
          ["bleeding", "fracture", "osteogenesis_imperfecta", "ddh", "pavlik_harness", "none"],
          {
            required: true,
            effects: findings(
              "bleeding",
              "fracture",
              "osteogenesis_imperfecta",
              "ddh",
              "pavlik_harness",
            ),
          },
        ),
        ask(
          "tummy",
          "some",
          ["reflux", "hernia", "gastrostomy", "ng_tube", "oral_aversion", "none"],
          {
            required: true,
            effects: {
              ...findings("hernia", "gastrostomy", "ng_tube", "oral_aversion"),
              reflux: { findings: ["reflux"] },
            },
          },
        ),
        ask(
          "operations",
          "some",
          ["abdominal_surgery", "recent_surgery_limb", "central_line", "none"],
          {
            required: true,
            effects: findings("abdominal_surgery", "recent_surgery_limb", "central_line"),
          },
        ),
        ask(
          "other_conditions",
          "some",
          ["cancer", "down_syndrome", "muscle_tone", "brachial_plexus", "nas", "none"],
          {
            required: true,
            effects: findings("cancer", "down_syndrome", "muscle_tone", "brachial_plexus", "nas"),
          },
        ),
        ask("condition_else", "short", [], { record: "condition" }),
        MEDICINE,
        MEDICINE_WHAT,
        ask("specialist", "yesno", [], {
          required: true,
          effects: { yes: { findings: ["medicine"], flag: "look" } },
        }),
        ask("specialist_who", "long", [], { required: true, ...yes("specialist") }),
        ask("hip_scan", "one", ["fine", "followed", "not_yet", "unsure"], {
          required: true,
          effects: { followed: { flag: "look" } },
        }),
      ],
      { says: true },
    ),
    part("feeding_skin", [
      FEEDING,
      ask("feed_times", "short", [], { hint: true, record: "feed_times" }),
      ask("skin", "one", ["fine", "dry", "broken"], {
        required: true,
        effects: { dry: { findings: ["eczema_dry"] }, broken: { flag: "look" } },
      }),
      ALLERGIES,
      ALLERGY_WHAT,
      ask("family_allergies", "some", ["nuts", "eczema", "asthma", "hay_fever", "none"], {
        required: true,
        record: "family_allergy",
        effects: {
          nuts: { findings: ["nut_allergy"] },
          eczema: { findings: ["nut_allergy"] },
          asthma: { findings: ["nut_allergy"] },
          hay_fever: { findings: ["nut_allergy"] },
        },
      }),
    ]),
    part("vaccines", [
      ask("vaccine_last", "date"),
      ask("vaccine_next", "date", [], { hint: true }),
    ]),
    part("lesson", [
      ask(
        "attend",
        "some",
        ["parent", "partner", "grandparent", "foster_carer", "nanny", "other"],
        {
          required: true,
          hint: true,
        },
      ),
      ask("attend_who", "short", [], {
        showWhen: { question: "attend", is: ["grandparent", "nanny", "other"] },
      }),
      ask(
        "goals",
        "some",
        [
          "calm",
          "tummy_ache",
          "bedtime",
          "sleep",
          "strokes",
          "bonding",
          "meet_others",
          "teething",
          "gas",
        ],
        { required: true },
      ),
      ask("goals_else", "short"),
    ]),
    part(
      "you",
      [
        // Asked kindly and never scored: who says it is hard is asked in person (Underdown and Barlow 2011).
        ask("wellbeing", "one", ["well", "tired", "low", "hard", "rather_not"], {
          required: true,
          hint: true,
          effects: { low: { flag: "look" }, hard: { flag: "look" } },
        }),
        ask("wellbeing_more", "long", [], {
          showWhen: { question: "wellbeing", is: ["tired", "low", "hard"] },
        }),
        ask("languages", "short", [], { hint: true }),
        ask("access", "long", [], { hint: true }),
      ],
      { each: true, says: true },
    ),
  ],
};
