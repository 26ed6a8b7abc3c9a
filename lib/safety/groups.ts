import { onForm } from "@/lib/clients/health.rules";
import { RULES } from "./catalogue";
import type { FindingId } from "./schema";

/** The findings of a baby's record as a practitioner looks for them; the order within a group is the order shown. */
export const FINDING_GROUPS = [
  {
    key: "breathing",
    findings: ["heart_condition", "sternotomy", "pacemaker", "apnoea", "oxygen"],
  },
  {
    key: "nerves",
    findings: [
      "seizures",
      "hydrocephalus",
      "vp_shunt",
      "muscle_tone",
      "brachial_plexus",
      "spina_bifida",
      "down_syndrome",
      "nas",
    ],
  },
  {
    key: "tummy",
    findings: [
      "reflux",
      "gastrostomy",
      "ng_tube",
      "oral_aversion",
      "umbilicus_unhealed",
      "hernia",
      "distension",
    ],
  },
  { key: "bones", findings: ["ddh", "pavlik_harness", "fracture", "osteogenesis_imperfecta"] },
  {
    key: "skin",
    findings: ["eczema_dry", "skin_broken", "nut_allergy", "lump", "unexplained_bruise"],
  },
  {
    key: "other",
    findings: [
      "abdominal_surgery",
      "recent_surgery_limb",
      "central_line",
      "bleeding",
      "cancer",
      "jaundice",
      "vaccination",
      "medicine",
    ],
  },
] as const satisfies readonly { key: string; findings: readonly FindingId[] }[];

/** Where it is matters: the rule leaves that part out, and leaves out more while nobody says where. */
export const hasPlace = (id: FindingId): boolean =>
  RULES.some((rule) => {
    const effect = rule.effects?.[id];
    const named = effect === undefined || effect.partsIfPlaceUnknown !== undefined;
    return rule.findings.includes(id) && rule.scope === "part" && named;
  });
export { onForm };
