import {
  ALLERGIES,
  ALLERGY_WHAT,
  ask,
  FEEDING,
  MEDICINE,
  MEDICINE_WHAT,
  part,
  yes,
} from "./builtin-questions";
import type { Definition } from "./schema";

const look = { flag: "look" } as const;

/**
 * A minute before each lesson: the safety rules asked on the day, what changed since last time, and what is known, to
 * be confirmed. Red flags as in the catalogue (sharecare; Baystate/AAP; hlthi): they show a number to call, no advice.
 */
export const CHECK: Definition = {
  builtin: "health_check",
  sections: [
    part(
      "today",
      [
        ask(
          "red_flags",
          "some",
          [
            "breathing",
            "hard_to_wake",
            "seizure",
            "fixed_rash",
            "blood",
            "green_vomit",
            "dry",
            "inconsolable",
            "none",
          ],
          {
            required: true,
            effects: {
              breathing: { findings: ["breathing"], flag: "emergency" },
              hard_to_wake: { flag: "emergency" },
              seizure: { findings: ["seizures"], flag: "emergency" },
              fixed_rash: { flag: "emergency" },
              blood: { flag: "urgent" },
              green_vomit: { flag: "urgent" },
              dry: { flag: "urgent" },
              inconsolable: { flag: "urgent" },
            },
          },
        ),
        ask(
          "ill",
          "some",
          ["fever", "acute_illness", "diarrhoea", "jaundice", "distension", "none"],
          {
            required: true,
            effects: {
              fever: { findings: ["fever"], flag: "urgent" },
              acute_illness: { findings: ["acute_illness"], flag: "doctor" },
              diarrhoea: { findings: ["diarrhoea"], flag: "doctor" },
              jaundice: { findings: ["jaundice"], flag: "doctor" },
              distension: { findings: ["distension"], flag: "urgent" },
            },
          },
        ),
        ask("body", "some", ["skin_broken", "umbilicus_unhealed", "lump", "bruise", "none"], {
          required: true,
          effects: {
            skin_broken: { findings: ["skin_broken"], ...look },
            umbilicus_unhealed: { findings: ["umbilicus_unhealed"], ...look },
            lump: { findings: ["lump"], flag: "doctor" },
            bruise: { findings: ["unexplained_bruise"], flag: "doctor" },
          },
        }),
        ask("vaccinated", "yesno", [], {
          required: true,
          effects: { yes: { findings: ["vaccination"], ...look } },
        }),
        ask("vaccinated_on", "date", [], { required: true, ...yes("vaccinated") }),
        ask("you_well", "yesno", [], {
          required: true,
          effects: { no: { findings: ["unwell_parent"], ...look } },
        }),
      ],
      { fresh: true, says: true },
    ),
    part(
      "since",
      [
        ask("changes", "some", ["diagnosis", "hospital", "surgery", "medicine", "none"], {
          required: true,
          record: "happened",
          effects: {
            diagnosis: { flag: "doctor" },
            hospital: { flag: "doctor" },
            // Where is not known yet: neither tummy nor limbs until the practitioner wrote it down.
            surgery: { findings: ["abdominal_surgery", "recent_surgery_limb"], flag: "doctor" },
            medicine: { findings: ["medicine"], ...look },
          },
        }),
        // An okay that a doctor gave before that day is over (lib/safety/standing.ts).
        ask("changes_when", "date", [], {
          hint: true,
          record: "happened_on",
          showWhen: { question: "changes", is: ["diagnosis", "hospital", "surgery"] },
        }),
        ask("changes_what", "long", [], {
          required: true,
          showWhen: { question: "changes", is: ["diagnosis", "hospital", "surgery", "medicine"] },
        }),
        ask("anything", "long"),
      ],
      { fresh: true },
    ),
    part("known", [FEEDING, MEDICINE, MEDICINE_WHAT, ALLERGIES, ALLERGY_WHAT], {
      carried: true,
      says: true,
    }),
  ],
};
